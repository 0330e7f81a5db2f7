const { createBullBoard } = require('@bull-board/api');

/** A board without queues. It needs no Redis, and serves its pages nevertheless. */
module.exports = async function use(app) {
  const instance = app.getHttpAdapter().getInstance();
  if (process.env.PLATFORM === 'fastify') {
    const { FastifyAdapter } = require('@bull-board/fastify');
    const serverAdapter = new FastifyAdapter().setBasePath('/queues');
    createBullBoard({ queues: [], serverAdapter });
    await instance.register(serverAdapter.registerPlugin(), { prefix: '/queues', basePath: '/queues' });
  } else {
    const { ExpressAdapter } = require('@bull-board/express');
    const serverAdapter = new ExpressAdapter().setBasePath('/queues');
    createBullBoard({ queues: [], serverAdapter });
    app.use('/queues', serverAdapter.getRouter());
  }
};
