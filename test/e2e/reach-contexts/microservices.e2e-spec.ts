import { createServer } from 'node:net';
import { Controller, Get, type INestMicroservice, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  ClientProxyFactory,
  MessagePattern,
  type MicroserviceOptions,
  Payload,
  Transport,
} from '@nestjs/microservices';
import { Test } from '@nestjs/testing';
import { CorsModule, type CorsModuleOptions, CorsService } from 'nestjs-cors-policy';
import { firstValueFrom } from 'rxjs';
import { DEFAULTS, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from '../reach/support/own-policy.js';
import { SETTINGS_AND_PATHS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { Served } from '../support/served.js';

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cats')
  @Get()
  list(): string {
    return 'cats';
  }

  @MessagePattern('greet')
  greet(@Payload() name: string): string {
    return `Hello, ${name}`;
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

/** Options with which an application with an HTTP server would not start. */
const BROKEN: CorsModuleOptions = {
  defaults: { origin: 'https://app.example.com/', credentials: true, maxAge: -1 },
  // @ts-expect-error TypeScript finds the typo, too.
  polices: {},
};

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new TypeError('No port is free.');
  return address.port;
}

async function greet(port: number): Promise<unknown> {
  const client = ClientProxyFactory.create({
    transport: Transport.TCP,
    options: { host: '127.0.0.1', port },
  });
  try {
    return await firstValueFrom(client.send('greet', 'Ada'));
  } finally {
    await client.close();
  }
}

describe.each(SETTINGS_AND_PATHS)('a hybrid application: $name', setting => {
  test.each([true, false])('both its halves work, inheritAppConfig: %p', async inheritAppConfig => {
    const port = await freePort();
    const served = await Served.start(
      setting,
      rootModule({ defaults: { ...DEFAULTS, enforce: true }, interceptor: setting.interceptor }),
      {
        configure: async app => {
          app.connectMicroservice<MicroserviceOptions>(
            { transport: Transport.TCP, options: { host: '127.0.0.1', port } },
            { inheritAppConfig },
          );
          await app.startAllMicroservices();
        },
      },
    );
    expect(await greet(port)).toBe('Hello, Ada');
    const response = await served.get('/cats', { Origin: ROUTE_ORIGIN });
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Cats').headers, vary: 'Origin' });
    await served.close();
  });
});

describe.each(['auto', 'always'] as const)(
  'the module has no effect without HTTP, interceptor: %s',
  interceptor => {
    const quiet = { logger: false, abortOnError: false } as const;
    const root = rootModule({ ...BROKEN, interceptor });

    const MICROSERVICES: Readonly<
      Record<string, (options: MicroserviceOptions) => Promise<INestMicroservice>>
    > = {
      'NestFactory.createMicroservice': options =>
        NestFactory.createMicroservice<MicroserviceOptions>(root, { ...options, ...quiet }),
      'Test.createTestingModule': async options => {
        const module = await Test.createTestingModule({ imports: [root] }).compile();
        return module.createNestMicroservice<MicroserviceOptions>({ ...options, ...quiet });
      },
    };

    test.each(Object.keys(MICROSERVICES))('a microservice works with any options: %s', async start => {
      const port = await freePort();
      const app = await MICROSERVICES[start]?.({
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port },
      });
      await app?.listen();
      expect(await greet(port)).toBe('Hello, Ada');
      expect(app?.get(CorsService).routes()).toEqual([]);
      await app?.close();
    });

    test('a standalone application context starts with any options', async () => {
      const context = await NestFactory.createApplicationContext(root, quiet);
      expect(context.get(CatsController).list()).toBe('cats');
      expect(context.get(CorsService).routes()).toEqual([]);
      await context.close();
    });

    test('so does a testing module without an application', async () => {
      const module = await Test.createTestingModule({ imports: [root] }).compile();
      await module.init();
      expect(module.get(CatsController).list()).toBe('cats');
      expect(module.get(CorsService).routes()).toEqual([]);
      await module.close();
    });
  },
);
