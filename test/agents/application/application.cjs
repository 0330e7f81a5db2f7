// The application that an agent instruments, for both module formats. Decorators are called as
// functions.

const APP = 'https://app.example';
const DEFAULTS = 'https://defaults.example';

/** The data of this process's agent about the current request. */
const evidence = require('./evidence.cjs');

module.exports = async function start({ common, core, platform, cors }) {
  const { Body, Controller, Get, Module, Post, UnauthorizedException, UseGuards } = common;
  const handled = [];
  const seen = [];
  const handle = name => {
    handled.push(name);
    seen.push(evidence.ofRequest());
  };

  class Refuse {
    canActivate() {
      throw new UnauthorizedException();
    }
  }

  class Cats {
    list() {
      handle('list');
      return { cats: ['Tom'] };
    }
    create(body) {
      handle('create');
      return body;
    }
    guarded() {
      handle('guarded');
    }
    closed() {
      handle('closed');
      return 'closed';
    }
    enforced() {
      handle('enforced');
      return 'enforced';
    }
  }
  decorate(Cats, 'list', Get());
  decorate(Cats, 'create', Post());
  Body()(Cats.prototype, 'create', 0);
  decorate(Cats, 'guarded', UseGuards(Refuse), Get('guarded'));
  decorate(Cats, 'closed', cors.CorsPolicy(false), Get('closed'));
  decorate(Cats, 'enforced', cors.CorsPolicy({ enforce: true }), Get('enforced'));
  Controller('cats')(Cats);
  cors.CorsPolicy({ origin: APP, credentials: true, exposedHeaders: ['X-Cats'] })(Cats);

  class Root {}
  Module({
    imports: [cors.CorsModule.forRoot({ defaults: { origin: DEFAULTS } })],
    controllers: [Cats],
  })(Root);

  const app = await core.NestFactory.create(Root, new platform(), { logger: ['error'] });
  for (const library of (process.env.BESIDE ?? '').split(',').filter(Boolean)) {
    await require(`./beside-${library}.cjs`)(app);
  }
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address();

  process.on('message', word => {
    if (word === 'report') process.send({ handled, ...evidence.report(seen) });
  });
  process.send({ port });
};

function decorate(type, method, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, method);
  for (const decorator of decorators) decorator(type.prototype, method, descriptor);
}
