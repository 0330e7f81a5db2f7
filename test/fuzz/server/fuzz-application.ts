import {
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  type Type,
  VersioningType,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CorsModule } from 'nestjs-cors-policy';
import type { FuzzSetting } from '../settings.js';
import * as controllers from './fuzz-controllers.js';
import { wildcardControllers } from './wildcard-controllers.js';

/** Ends some responses, throws for others, lets the rest pass. */
function endsOrThrows(
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: Error) => void,
): void {
  if (request.method === 'GET' && request.url?.startsWith('/middleware/ended') === true) {
    response.statusCode = 202;
    response.end('ended');
  } else if (request.url?.startsWith('/middleware/thrown') === true) {
    throw new TypeError('a bug in a middleware');
  } else {
    next();
  }
}

function rootModule({ platform, interceptor, debug }: FuzzSetting): Type<unknown> {
  @Module({
    imports: [
      CorsModule.forRoot({
        defaults: { origin: 'https://app.example.com', allowedHeaders: ['Content-Type', 'X-Trace'] },
        policies: { partners: { origin: 'https://*.partner.example', maxAge: 600 } },
        debug,
        interceptor,
      }),
    ],
    controllers: [
      ...Object.values(controllers),
      ...wildcardControllers(platform === 'express' ? '*rest' : '*'),
    ],
  })
  class RootModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(endsOrThrows).forRoutes(controllers.MiddlewareController);
    }
  }
  return RootModule;
}

/** Starts an application on a free loopback port. */
export async function startFuzzApplication(setting: FuzzSetting): Promise<INestApplication> {
  const adapter = setting.platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(rootModule(setting), adapter, { logger: false, abortOnError: false });
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
  await app.listen(0, '127.0.0.1');
  return app;
}
