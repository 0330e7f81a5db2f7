import {
  All,
  Controller,
  Get,
  Head,
  type INestApplication,
  Module,
  Options,
  RequestMethod,
  Search,
  Version,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import { fastify } from 'fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type Setting, SETTINGS } from '../e2e/support/applications.js';
import { EVIL, observe, runs } from './support/observe.js';
import { WIDE_DEFAULTS, surfaceOf } from './support/vault.js';
import { whileServed } from './support/while-served.js';
import { VERBS, registering, replace, withRest } from './support/wrapping.js';

/** All are closed, and the defaults are open; no function of theirs carries metadata. */
@CorsPolicy(false)
@Controller('things')
class Things {
  constructor() {
    for (const name of ['root', 'files', 'any', 'several', 'search', 'options', 'head', 'version'] as const) {
      this[name] = this[name].bind(this);
    }
  }
  @Get() root() {
    return runs('root');
  }
  @Get('files/*') files() {
    return runs('files');
  }
  @All('any/:id') any() {
    return runs('any');
  }
  @Get(['x', 'y']) several() {
    return runs('several');
  }
  @Search('items') search() {
    return runs('search');
  }
  @Options('plain') options() {
    return runs('options');
  }
  @Head('head') head() {
    return runs('head');
  }
  @Version('1') @Get('versioned') version() {
    return runs('version');
  }
}

@Module({ controllers: [Things] })
class ThingsModule {}

@Module({
  imports: [
    CorsModule.forRoot({ defaults: WIDE_DEFAULTS }),
    ThingsModule,
    RouterModule.register([{ path: 'module', module: ThingsModule }]),
  ],
})
class Root {}

const REQUESTS: readonly [request: string, handler: string][] = [
  ['GET /api/module/things', 'root'],
  ['HEAD /api/module/things', 'root'],
  ['GET /api/module/things/files/a/b', 'files'],
  ['GET /api/module/things/any/1', 'any'],
  ['PROPFIND /api/module/things/any/1', 'any'],
  ['DELETE /api/module/things/any/1', 'any'],
  ['GET /api/module/things/x', 'several'],
  ['GET /module/things/y', 'several'],
  ['SEARCH /api/module/things/items', 'search'],
  ['OPTIONS /api/module/things/plain', 'options'],
  ['HEAD /api/module/things/head', 'head'],
  ['GET /api/v1/module/things/versioned', 'version'],
];

function configure(app: INestApplication): void {
  app.setGlobalPrefix('api', { exclude: [{ path: 'module/things/y', method: RequestMethod.GET }] });
  app.enableVersioning({ type: VersioningType.URI });
}

/** An instance on which each handler gets another function around it. */
function wrappingAdapter(platform: Setting['platform']): ExpressAdapter | FastifyAdapter {
  if (platform === 'express') {
    const instance = express();
    replace(instance, [...VERBS, 'search'], registering(withRest));
    return new ExpressAdapter(instance);
  }
  const instance = fastify();
  instance.addHook('onRoute', options => {
    options.config = { own: true } as object;
    Object.assign(options, { handler: withRest(options.handler as never) });
  });
  return new FastifyAdapter(instance as never);
}

describe.each(SETTINGS)('wrapped, bound, and at all kinds of paths: $name', setting => {
  test('each route has its own policy, and no other', async () => {
    const start = { adapter: wrappingAdapter(setting.platform), configure };
    await whileServed(setting, Root, start, async served => {
      for (const [request, handler] of REQUESTS) {
        const { status, ...observed } = await observe(served, request, { origin: EVIL });
        expect([request, status, observed]).toEqual([
          request,
          200,
          { cors: {}, ran: [handler], decisions: [`refused: Things.${handler}`] },
        ]);
      }
      expect(surfaceOf(served.app)).toHaveLength(9);
      expect(surfaceOf(served.app).filter(line => !line.endsWith(' false'))).toEqual([]);
    });
  });
});
