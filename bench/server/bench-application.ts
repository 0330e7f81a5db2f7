import 'reflect-metadata';
import { Controller, Get, type INestApplication, Module, type Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import type * as library from 'nestjs-cors-policy';
import { addRequestLogger } from './request-logs.js';
import { addConstantHeaders } from './constant-headers.js';
import { ORIGINS, isKnownOrigin } from './origins.js';

/**
 * The code that answers CORS in a measured application.
 *
 * - `none`: no code.
 * - `constant`: the module's headers on every response without a decision, which is the cost of the
 * headers alone.
 * - `enableCors`, `enableCors, function`: `app.enableCors()` with a list of origins, and with a
 *   function.
 * - `module`: this library with a list of origins.
 * - `predicate`, `resolver`, `cachedOrigins`: this library with each kind of dynamic origin.
 * - `interceptor`: this library with `interceptor: 'always'`.
 */
export type Variant =
  | 'none'
  | 'constant'
  | 'enableCors'
  | 'enableCors, function'
  | 'module'
  | 'predicate'
  | 'resolver'
  | 'cachedOrigins'
  | 'interceptor';

export const PLATFORMS = ['express', 'fastify'] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface BenchApplication {
  readonly platform: Platform;
  readonly variant: Variant;
  readonly routes: number;
  /** Whether each request is logged, as in production. */
  readonly logger: boolean;
}

const ROUTES_A_CONTROLLER = 10;

/** The options besides the origins, for both `enableCors()` and the module. */
const OPTIONS = { credentials: true, maxAge: 600, allowedHeaders: ['Content-Type', 'X-Trace'] };

/** The path of the requested route, in the middle of the table. */
export function measuredPath(routes: number): string {
  return `/c${measuredController(routes)}/r5/42`;
}

function measuredController(routes: number): number {
  return Math.floor(routes / ROUTES_A_CONTROLLER / 2);
}

function hasOwnPolicy(controller: number): boolean {
  return controller % 3 === 0;
}

/** The modules that only some applications import. A start is measured with its imports. */
export interface BenchParts {
  readonly adapter: AbstractHttpAdapter;
  /** Absent if the variant does not use the library. */
  readonly library: Library | undefined;
}

export type Library = typeof library;

export function needsLibrary(variant: Variant): boolean {
  return LIBRARY_VARIANTS.has(variant);
}

const LIBRARY_VARIANTS: ReadonlySet<Variant> = new Set([
  'module',
  'predicate',
  'resolver',
  'cachedOrigins',
  'interceptor',
]);

export async function createApplication(
  { platform, variant, routes, logger }: BenchApplication,
  { adapter, library }: BenchParts,
): Promise<INestApplication> {
  class RootModule {}
  const ownPolicy = library?.CorsPolicy({ exposedHeaders: ['X-Total'] });
  Module({
    imports: library === undefined ? [] : [moduleOf(library, variant)],
    controllers: controllers(routes, ownPolicy),
    providers: [KnownOrigins],
  })(RootModule);
  const app = await NestFactory.create(RootModule, adapter, {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  });
  if (variant === 'constant')
    addConstantHeaders(app.getHttpAdapter(), hasOwnPolicy(measuredController(routes)));
  if (variant === 'enableCors') app.enableCors({ ...OPTIONS, origin: [...ORIGINS] });
  if (variant === 'enableCors, function') {
    app.enableCors({
      ...OPTIONS,
      origin: (origin: string, callback: (error: Error | null, allowed: boolean) => void) => {
        callback(null, isKnownOrigin(origin));
      },
    });
  }
  if (logger) await addRequestLogger(app, platform);
  return app;
}

function moduleOf({ CorsModule, cachedOrigins }: Library, variant: Variant) {
  const originOf = () => {
    if (variant === 'predicate') return isKnownOrigin;
    if (variant === 'resolver') return KnownOrigins;
    // A cache is useful only in front of a slow function.
    if (variant === 'cachedOrigins')
      return cachedOrigins(origin => Promise.resolve(isKnownOrigin(origin)), { ttl: 3_600_000 });
    return [...ORIGINS];
  };
  return CorsModule.forRoot({
    defaults: { ...OPTIONS, origin: originOf() },
    interceptor: variant === 'interceptor' ? 'always' : 'auto',
  });
}

class KnownOrigins {
  isAllowed(origin: string): boolean {
    return isKnownOrigin(origin);
  }
}

/**
 * Controllers with routes that have one parameter. Every third controller has a policy of its own.
 */
function controllers(routes: number, ownPolicy: ClassDecorator | undefined): Type<unknown>[] {
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
    if (hasOwnPolicy(index)) ownPolicy?.(BenchController);
    return BenchController;
  });
}
