import 'reflect-metadata';
import {
  Controller,
  type DynamicModule,
  Get,
  type HttpServer,
  type INestApplication,
  Module,
  type Type,
} from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';

/**
 * What answers CORS in an application that is measured. `control` is a second `none`: the noise of the measurement itself. `constant` puts the
 * module's headers on every response, those for an allowed origin where the request has one, and decides nothing: what the headers alone
 * cost, whoever puts them there.
 */
export type Variant = 'none' | 'control' | 'constant' | 'enableCors' | 'module' | 'interceptor';

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface BenchApplication {
  readonly platform: Platform;
  readonly variant: Variant;
  readonly routes: number;
}

export const ALLOWED_ORIGIN = 'https://app.example.com';
export const REFUSED_ORIGIN = 'https://evil.example';
const ORIGINS = [ALLOWED_ORIGIN, 'https://admin.example.com', 'https://partner.example'];
const ROUTES_A_CONTROLLER = 10;

/** The path of the route that requests go to: in the middle of the table. */
export function measuredPath(routes: number): string {
  return `/c${measuredController(routes)}/r5/42`;
}

function measuredController(routes: number): number {
  return Math.floor(routes / ROUTES_A_CONTROLLER / 2);
}

function hasOwnPolicy(controller: number): boolean {
  return controller % 3 === 0;
}

export async function createApplication({
  platform,
  variant,
  routes,
}: BenchApplication): Promise<INestApplication> {
  const app = await NestFactory.create(rootModule(variant, routes), await adapterFor(platform), {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  });
  if (variant === 'constant')
    addConstantHeaders(app.getHttpAdapter(), hasOwnPolicy(measuredController(routes)));
  if (variant === 'enableCors') {
    app.enableCors({
      origin: ORIGINS,
      credentials: true,
      maxAge: 600,
      allowedHeaders: ['Content-Type', 'X-Trace'],
    });
  }
  return app;
}

/** By each platform's own cheapest means: ahead of Express's layers, and in Fastify's first hook. */
function addConstantHeaders(adapter: HttpServer, exposed: boolean): void {
  const vary: ConstantHeaders = [['vary', 'Origin']];
  const all: ConstantHeaders = [
    ...vary,
    ['access-control-allow-origin', ALLOWED_ORIGIN],
    ['access-control-allow-credentials', 'true'],
    ...(exposed ? [['access-control-expose-headers', 'X-Total'] as const] : []),
  ];
  const headersFor = ({ rawHeaders }: IncomingMessage) => (rawHeaders.includes('origin') ? all : vary);
  if (adapter.getType() === 'express') {
    (adapter.getHttpServer() as Server).prependListener('request', (request, response) => {
      for (const [name, value] of headersFor(request)) response.setHeader(name, value);
    });
    return;
  }
  (adapter.getInstance() as FastifyInstance).addHook('onRequest', (request, reply, done) => {
    for (const [name, value] of headersFor(request.raw)) reply.header(name, value);
    done();
  });
}

type ConstantHeaders = readonly (readonly [name: string, value: string])[];

function rootModule(variant: Variant, routes: number): DynamicModule {
  class RootModule {}
  Module({})(RootModule);
  const withModule = variant === 'module' || variant === 'interceptor';
  const cors = CorsModule.forRoot({
    defaults: {
      origin: ORIGINS,
      credentials: true,
      maxAge: 600,
      allowedHeaders: ['Content-Type', 'X-Trace'],
    },
    interceptor: variant === 'interceptor' ? 'always' : 'auto',
  });
  return { module: RootModule, imports: withModule ? [cors] : [], controllers: controllers(routes) };
}

/** Controllers with routes of a parameter each; every third has a policy of its own. */
export function controllers(routes: number): Type<unknown>[] {
  return Array.from({ length: Math.ceil(routes / ROUTES_A_CONTROLLER) }, (_, index) => {
    class BenchController {}
    for (let route = 0; route < ROUTES_A_CONTROLLER; route++) {
      const name = `r${route}`;
      Object.defineProperty(BenchController.prototype, name, {
        value: () => ({ hello: 'world' }),
        configurable: true,
        writable: true,
      });
      const descriptor = Object.getOwnPropertyDescriptor(BenchController.prototype, name);
      if (descriptor !== undefined) Get(`${name}/:id`)(BenchController.prototype, name, descriptor);
    }
    Controller(`c${index}`)(BenchController);
    if (hasOwnPolicy(index)) CorsPolicy({ exposedHeaders: ['X-Total'] })(BenchController);
    return BenchController;
  });
}

async function adapterFor(platform: Platform): Promise<AbstractHttpAdapter> {
  if (platform === 'express') {
    const { ExpressAdapter } = await import('@nestjs/platform-express');
    return new ExpressAdapter();
  }
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return new FastifyAdapter();
}
