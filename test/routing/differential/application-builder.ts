import {
  type DynamicModule,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  RequestMethod,
  type Type,
  type VersioningOptions,
  VersioningType,
} from '@nestjs/common';
import { NestFactory, RouterModule, type Routes } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import express from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CorsModule } from 'nestjs-cors-policy';
import type { ApplicationPlan, ModulePlan, RouterPlan } from './application-plan.js';
import {
  ANSWERED_BY,
  type AnsweringResponse,
  type VersionValue,
  controllerType,
  nestVersion,
  oneVersion,
  policyOptions,
} from './controller-types.js';
import { PASS_ON, withParameters } from './declared-parameters.js';
import { RAW } from './expected-policy.js';

/**
 * The request header that makes the middleware end the response, and the response header that
 * reports it.
 */
export const END_IN_MIDDLEWARE = 'x-end-in-middleware';

/** Builds and starts the application of a plan. */
export async function buildApplication(plan: ApplicationPlan): Promise<INestApplication> {
  const types = new Map<string, Type<object>>();
  for (const controller of plan.controllers) types.set(controller.name, controllerType(controller, types));
  const modules = plan.modules.map(module => moduleType(module, types));
  const app = await NestFactory.create(rootModule(plan, modules), adapterOf(plan), {
    logger: false,
    abortOnError: false,
    ...(plan.bySpecificity ? { routeResolutionStrategy: 'specificity' as const } : {}),
    ...(plan.conflictPolicy
      ? { routeConflictPolicy: { duplicate: 'warn' as const, shadow: 'warn' as const } }
      : {}),
  });
  if (plan.globalPrefix !== undefined) {
    const exclude = (plan.prefixExclusions ?? []).map(({ path, method }) => ({
      path,
      method: RequestMethod[method ?? 'ALL'],
    }));
    app.setGlobalPrefix(plan.globalPrefix, { exclude });
  }
  if (plan.versioning !== undefined) app.enableVersioning(versioningOptions(plan.versioning));
  try {
    addRawRoutes(app, plan, 'before');
    await app.init();
    addRawRoutes(app, plan, 'after');
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}

/**
 * Routes of the platform. They answer every match, but on Express they pass a request on if it asks
 * for that.
 */
function addRawRoutes(
  app: INestApplication,
  { platform, rawRoutes = [] }: ApplicationPlan,
  when: string,
): void {
  const answer = (
    { headers }: IncomingMessage,
    response: AnsweringResponse & { send(body: string): unknown },
    next?: () => void,
  ): void => {
    if (platform === 'express' && headers[PASS_ON] !== undefined) {
      next?.();
      return;
    }
    response.header(ANSWERED_BY, RAW);
    response.send('raw');
  };
  const instance = app.getHttpAdapter().getInstance() as RawInstance;
  for (const { method, path, parameters } of rawRoutes.filter(route => route.when === when)) {
    const handler = withParameters(answer, parameters);
    if (platform === 'express') instance[method](path, handler);
    else instance[method](path, {}, handler);
  }
}

type RawInstance = Record<'get' | 'post' | 'all', (path: string, ...options: unknown[]) => unknown>;

/** A module type together with its `RouterModule` path. */
interface BuiltModule {
  readonly type: Type<object>;
  readonly path: string | undefined;
  readonly children: readonly BuiltModule[];
}

function rootModule(plan: ApplicationPlan, modules: readonly BuiltModule[]): DynamicModule {
  class Root {
    configure(consumer: MiddlewareConsumer): void {
      if (plan.middlewareFor !== undefined) consumer.apply(endOnDemand).forRoutes(...plan.middlewareFor);
    }
  }
  return {
    module: Root,
    imports: [
      ...(plan.withoutModule ? [] : [CorsModule.forRoot({ defaults: policyOptions(plan.defaults) })]),
      ...modules.map(({ type }) => type),
      RouterModule.register(modules.flatMap(routesOf)),
    ],
  };
}

function endOnDemand(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  if (request.headers[END_IN_MIDDLEWARE] === undefined) {
    next();
    return;
  }
  response.setHeader(END_IN_MIDDLEWARE, 'ended');
  response.end();
}

function routesOf({ type, path, children }: BuiltModule): Routes {
  const nested = children.flatMap(routesOf);
  return path === undefined ? nested : [{ path, module: type, children: nested }];
}

function moduleType(plan: ModulePlan, types: ReadonlyMap<string, Type<object>>): BuiltModule {
  const children = plan.children.map(child => moduleType(child, types));
  const type = class {};
  const controllers = plan.controllers.flatMap(name => types.get(name) ?? []);
  Module({ controllers, imports: children.map(child => child.type) })(type);
  return { type, path: plan.path, children };
}

function versioningOptions(plan: NonNullable<ApplicationPlan['versioning']>): VersioningOptions {
  const { defaultVersion, prefix } = plan;
  const shared: { defaultVersion?: VersionValue } =
    defaultVersion === undefined ? {} : { defaultVersion: nestVersion(defaultVersion) };
  switch (plan.type) {
    case 'URI':
      return { type: VersioningType.URI, ...(prefix === undefined ? {} : { prefix }), ...shared };
    case 'HEADER':
      return { type: VersioningType.HEADER, header: 'X-Version', ...shared };
    case 'MEDIA_TYPE':
      return { type: VersioningType.MEDIA_TYPE, key: 'v=', ...shared };
    case 'CUSTOM':
      return { type: VersioningType.CUSTOM, extractor: extractVersion, ...shared };
  }
}

/** `1`, or several in the order of preference: `2,1`. */
function extractVersion(request: unknown): string | string[] {
  const { headers } = request as { headers: Readonly<Record<string, string | undefined>> };
  const versions = (headers['x-version'] ?? '').split(',').map(oneVersion);
  // Nest takes a symbol in a list only, and its types none.
  const [only = ''] = versions;
  return versions.length > 1 || typeof only === 'symbol' ? (versions as string[]) : only;
}

function adapterOf({ platform, router }: ApplicationPlan): ExpressAdapter | FastifyAdapter {
  if (platform === 'fastify') return new FastifyAdapter(fastifyOptions(router));
  const instance = express();
  if (router.caseSensitive) instance.set('case sensitive routing', true);
  if (router.strict) instance.set('strict routing', true);
  return new ExpressAdapter(instance);
}

function fastifyOptions({ nested, ...options }: RouterPlan): object {
  return nested ? { routerOptions: options } : options;
}
