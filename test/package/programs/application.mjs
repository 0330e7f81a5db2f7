// An application in plain JavaScript. The caller passes the copies of the packages.

/**
 * @returns a root module with CorsModule, decorators, and a named policy; `cors` has the exports of
 * the package for each use
 */
export function rootModuleOf(
  { Controller, Get, Put, Module, Inject, Injectable },
  { module, decorators, explorer },
) {
  class Allowed {
    isAllowed(origin) {
      return origin === 'https://resolved.example';
    }
  }
  Injectable()(Allowed);

  class CatsController {
    constructor(service) {
      this.service = service;
    }
    find() {
      return this.service.routes().map(({ handler }) => handler);
    }
    replace() {
      return 'replaced';
    }
    resolved() {
      return 'resolved';
    }
  }
  Inject(decorators.CorsService)(CatsController, undefined, 0);
  const method = (name, ...all) => {
    const descriptor = Object.getOwnPropertyDescriptor(CatsController.prototype, name);
    for (const decorate of all) decorate(CatsController.prototype, name, descriptor);
  };
  method('find', Get());
  method('replace', Put(), decorators.CorsPolicy('partners', { maxAge: 60 }));
  method(
    'resolved',
    Get('resolved'),
    decorators.CorsPolicy({ origin: decorators.cachedOrigins(Allowed, { ttl: 1000 }) }),
  );
  decorators.CorsPolicy({ origin: 'https://app.example' })(CatsController);
  Controller('cats')(CatsController);

  class AppModule {}
  Module({
    imports: [
      module.CorsModule.forRootAsync({
        useFactory: () => ({ policies: { partners: { origin: 'https://partner.example' } } }),
      }),
      ...(explorer === undefined ? [] : [explorer.CorsExplorerModule.forRoot()]),
    ],
    controllers: [CatsController],
    providers: [Allowed],
  })(AppModule);
  return AppModule;
}

/** The answers over a real socket, with one line for each request. */
export async function answersOf(app) {
  const lines = [];
  const note = line => lines.push(String(line));
  app.useLogger({ log: note, warn: note, error: note });
  await app.listen(0, '127.0.0.1');
  // The address that the explorer has printed.
  const [, token] = lines.map(line => /\?token=(\S+)$/.exec(line)).find(found => found !== null) ?? [];
  const { port } = app.getHttpServer().address();
  const ask = async (method, path, headers) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers });
    const answer = { status: response.status, origin: response.headers.get('access-control-allow-origin') };
    return {
      ...answer,
      methods: response.headers.get('access-control-allow-methods'),
      text: await response.text(),
    };
  };
  const preflight = { 'Origin': 'https://partner.example', 'Access-Control-Request-Method': 'PUT' };
  try {
    return {
      actual: await ask('GET', '/cats', { Origin: 'https://app.example' }),
      preflight: await ask('OPTIONS', '/cats', preflight),
      refused: await ask('OPTIONS', '/cats', { ...preflight, Origin: 'https://app.example' }),
      resolved: await ask('GET', '/cats/resolved', { Origin: 'https://resolved.example' }),
      missing: await ask('GET', '/none', { Origin: 'https://app.example' }),
      explorer: (await ask('GET', `/cors-explorer/surface?token=${token}`, {})).status,
    };
  } finally {
    await app.close();
  }
}
