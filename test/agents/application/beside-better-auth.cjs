/**
 * Its handler is registered before the body parsers, as documented. It stores data only in memory.
 */
module.exports = async function use(app) {
  const { betterAuth } = await import('better-auth');
  const { memoryAdapter } = await import('better-auth/adapters/memory');
  const { toNodeHandler } = await import('better-auth/node');
  const auth = betterAuth({
    baseURL: 'http://127.0.0.1',
    secret: 'a secret of the test, which is long enough for it',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    telemetry: { enabled: false },
  });
  if (process.env.PLATFORM === 'fastify') {
    app
      .getHttpAdapter()
      .getInstance()
      .route({
        method: ['GET', 'POST'],
        url: '/api/auth/*',
        handler: async (request, reply) => {
          const answer = await auth.handler(
            new Request(`http://127.0.0.1${request.url}`, {
              method: request.method,
              headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
              ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
            }),
          );
          reply.status(answer.status).headers(Object.fromEntries(answer.headers));
          return reply.send(await answer.text());
        },
      });
  } else {
    const handle = toNodeHandler(auth);
    app.use((request, response, next) =>
      request.originalUrl.startsWith('/api/auth/') ? handle(request, response) : next(),
    );
  }
};
