import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastifyCompress from '@fastify/compress';
import fastifyHelmet from '@fastify/helmet';
import { Controller, Get, Header, type INestApplication, Module, Render, type Type } from '@nestjs/common';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import compression from 'compression';
import express, { type Express } from 'express';
import { type FastifyInstance, fastify } from 'fastify';
import helmet from 'helmet';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { isFastify } from '../support/applications.js';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

const files = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-'));
writeFileSync(join(files, 'file.txt'), 'a static file');
writeFileSync(join(files, 'page.view'), 'Hello, <name>');
afterAll(() => {
  rmSync(files, { recursive: true });
});

@Controller('pages')
class PagesController {
  @OwnPolicy('X-Page')
  @Render('page.view')
  @Get()
  page(): object {
    return { name: 'Ada' };
  }

  @OwnPolicy('X-Missing')
  @Render('missing.view')
  @Get('missing')
  missing(): object {
    return {};
  }

  @OwnPolicy('X-Large')
  @Header('Vary', 'Accept')
  @Get('large')
  large(): object {
    return { text: 'a'.repeat(4096) };
  }
}

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [PagesController],
  })
  class RootModule {}
  return RootModule;
}

type ViewDone = (error: null, rendered: string) => void;

function render(template: string, { name }: { name?: string }): string {
  return template.replace('<name>', name ?? '');
}

/** Static files, and views of an engine that is a function. */
async function addFilesAndViews(app: INestApplication): Promise<void> {
  if (isFastify(app)) {
    app.useStaticAssets({ root: files, prefix: '/static/' });
    app.setViewEngine({ engine: { mustache: { render } }, templates: files });
    await Promise.resolve();
  } else {
    const express = app as NestExpressApplication;
    express.useStaticAssets(files, { prefix: '/static/' });
    express.setBaseViewsDir(files);
    express.engine('view', (_path: string, options: { name?: string }, done: ViewDone) => {
      done(null, render('Hello, <name>', options));
    });
  }
}

const VIEWS: readonly ResponseKind[] = [
  { name: '@Render()', path: '/pages', status: 200, policy: 'X-Page' },
  {
    name: '@Render() of a view that is missing',
    path: '/pages/missing',
    // Fastify keeps the status that Nest has set by then.
    status: { express: 500, fastify: 200 },
    policy: 'X-Missing',
  },
  { name: 'a static file', path: '/static/file.txt', status: 200, portable: 'nothing' },
  {
    name: 'HEAD for a static file',
    method: 'HEAD',
    path: '/static/file.txt',
    status: 200,
    portable: 'nothing',
  },
  {
    name: 'a part of a static file',
    path: '/static/file.txt',
    headers: { Range: 'bytes=2-7' },
    status: 206,
    portable: 'nothing',
  },
  {
    name: '304 for a static file',
    path: '/static/file.txt',
    headers: { 'If-None-Match': '*' },
    status: 304,
    portable: 'nothing',
  },
  { name: '404 for a static file', path: '/static/missing.txt', status: 404, portable: 'nothing' },
];

describeReach({
  title: 'views and static files',
  root: rootModule,
  start: () => ({ configure: addFilesAndViews }),
  kinds: VIEWS,
});

const ENCODED = { 'Accept-Encoding': 'gzip' };

describeReach({
  title: 'compression in front',
  root: rootModule,
  start: () => ({
    configure: async app => {
      if (isFastify(app)) await app.register(fastifyCompress, { threshold: 1 });
      else app.use(compression({ threshold: 1 }));
    },
  }),
  kinds: [
    {
      name: 'a compressed response',
      path: '/pages/large',
      headers: ENCODED,
      status: 200,
      policy: 'X-Large',
      vary: { express: 'Accept, Accept-Encoding', fastify: 'Accept, accept-encoding' },
      others: { 'content-encoding': 'gzip' },
    },
    {
      name: 'HEAD for it',
      method: 'HEAD',
      path: '/pages/large',
      headers: ENCODED,
      status: 200,
      policy: 'X-Large',
      vary: { express: 'Accept, Accept-Encoding', fastify: 'Accept' },
    },
    {
      name: 'a 404',
      path: '/nowhere',
      headers: ENCODED,
      status: 404,
      portable: 'nothing',
      vary: 'Accept-Encoding',
      others: { 'content-encoding': 'gzip' },
      // Nest's not-found handler is there before the plugin.
      only: 'express',
    },
  ],
});

const HELMETED: readonly ResponseKind[] = [
  {
    name: 'a response',
    path: '/pages/large',
    status: 200,
    policy: 'X-Large',
    vary: 'Accept',
    others: { 'x-content-type-options': 'nosniff' },
  },
  {
    name: 'a 404',
    path: '/nowhere',
    status: 404,
    portable: 'nothing',
    others: { 'x-content-type-options': 'nosniff' },
  },
];

describeReach({
  title: 'helmet behind',
  root: rootModule,
  start: () => ({
    configure: async app => {
      if (isFastify(app)) await app.register(fastifyHelmet);
      else app.use(helmet());
    },
  }),
  kinds: HELMETED,
});

describeReach({
  title: 'helmet in front, on an instance of its own',
  root: rootModule,
  start: ({ platform }) => ({
    adapter:
      platform === 'fastify' ? new FastifyAdapter(helmetedFastify()) : new ExpressAdapter(helmetedExpress()),
  }),
  kinds: HELMETED,
});

function helmetedExpress(): Express {
  return express().use(helmet());
}

function helmetedFastify(): FastifyInstance {
  const instance = fastify();
  const setHeaders = helmet();
  instance.addHook('onRequest', (request, reply, done) => {
    setHeaders(request.raw, reply.raw, () => {
      done();
    });
  });
  return instance;
}
