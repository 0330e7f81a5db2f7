import 'reflect-metadata';
import {
  Controller,
  type DynamicModule,
  Get,
  type INestApplication,
  Module,
  type Type,
} from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';

/** What answers CORS in an application that is measured. `control` is a second `none`: the noise of the measurement itself. */
export const VARIANTS = ['none', 'control', 'enableCors', 'module', 'interceptor'] as const;
export type Variant = (typeof VARIANTS)[number];

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
  const controller = Math.floor(routes / ROUTES_A_CONTROLLER / 2);
  return `/c${controller}/r5/42`;
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
    if (index % 3 === 0) CorsPolicy({ exposedHeaders: ['X-Total'] })(BenchController);
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
