import {
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  RequestMethod,
  type Type,
  UnauthorizedException,
  VersioningType,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { CorsModule } from 'nestjs-cors-policy';
import { nestVersion } from '../controller-types.js';
import { PASS_ON, withParameters } from '../declared-parameters.js';
import { type Middleware, middlewareAt } from './acting-middleware.js';
import { adapterFor, addHooks } from './adapters.js';
import { Journal } from './journal.js';
import { plannedRoute } from './policies.js';
import type { PlatformRoutePlan, RewritingPlan } from './rewriting-plan.js';
import { RouteTypes } from './route-types.js';

export interface RewritingApplication {
  readonly app: INestApplication;
  readonly journal: Journal;
}

interface PlatformResponse {
  send(body: string): unknown;
}

type PlatformHandler = (request: IncomingMessage, response: PlatformResponse, next?: () => void) => void;

/** Builds and starts the application of a plan. */
export async function buildRewritingApplication(
  plan: RewritingPlan,
  { withoutModule = false } = {},
): Promise<RewritingApplication> {
  const journal = new Journal();
  const root = rootModule(plan, journal, withoutModule);
  const app = await NestFactory.create(root, adapterFor(plan, journal), {
    logger: false,
    abortOnError: false,
    // Two routes that are alike do not start on Fastify without it.
    routeConflictPolicy: { duplicate: 'warn', shadow: 'warn' },
  });
  try {
    if (plan.globalPrefix !== undefined) app.setGlobalPrefix(plan.globalPrefix);
    enableVersioning(app, plan);
    app.useGlobalGuards(guard(plan, journal));
    addHooks(app, plan, journal);
    for (const middleware of middlewareAt('app.use', plan, journal)) app.use(middleware);
    addPlatformRoutes(app, plan, journal, 'before');
    await app.init();
    addPlatformRoutes(app, plan, journal, 'after');
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  return { app, journal };
}

function rootModule(plan: RewritingPlan, journal: Journal, withoutModule: boolean): Type<object> {
  const types = new RouteTypes(journal);
  class Root {
    configure(consumer: MiddlewareConsumer): void {
      const apply = (middleware: Middleware[], method: RequestMethod): void => {
        if (middleware.length > 0) consumer.apply(...middleware).forRoutes({ path: '{*path}', method });
      };
      apply(middlewareAt('nest', plan, journal), RequestMethod.ALL);
      apply(middlewareAt('nest-get', plan, journal), RequestMethod.GET);
      apply(middlewareAt('nest-post', plan, journal), RequestMethod.POST);
    }
  }
  const defaults = types.policyOptions('defaults', plan.defaults);
  Module({
    imports: withoutModule ? [] : [CorsModule.forRoot({ defaults })],
    controllers: plan.controllers.map(controller => types.controller(controller)),
  })(Root);
  return Root;
}

/** Records which route was entered, and refuses where the plan says so. */
function guard(plan: RewritingPlan, journal: Journal): CanActivate {
  return {
    canActivate(context: ExecutionContext): boolean {
      const name = context.getHandler().name.replace(/^bound /, '');
      journal.record(context.switchToHttp().getRequest<IncomingMessage>().headers, { what: 'route', name });
      // Not a plain `false`, whose 403 would look like that of `enforce`.
      if (plannedRoute(plan, name).method.outcome === 'unauthorized') throw new UnauthorizedException();
      return true;
    },
  };
}

function enableVersioning(app: INestApplication, { versioning }: RewritingPlan): void {
  if (versioning === 'HEADER') app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
  if (versioning === 'MEDIA_TYPE') app.enableVersioning({ type: VersioningType.MEDIA_TYPE, key: 'v=' });
  if (versioning !== 'CUSTOM') return;
  const extractor = (request: unknown): string => {
    const { headers } = request as IncomingMessage;
    return String(headers['x-version'] ?? '');
  };
  app.enableVersioning({ type: VersioningType.CUSTOM, extractor, defaultVersion: nestVersion('1') });
}

function addPlatformRoutes(
  app: INestApplication,
  { platform, platformRoutes }: RewritingPlan,
  journal: Journal,
  when: PlatformRoutePlan['when'],
): void {
  const instance = app.getHttpAdapter().getInstance() as Record<
    PlatformRoutePlan['verb'],
    (path: string, handler: PlatformHandler) => unknown
  >;
  for (const [index, route] of platformRoutes.entries()) {
    if (route.when !== when) continue;
    const handle: PlatformHandler = ({ headers }, response, next) => {
      const passes = platform === 'express' && (route.passes || headers[PASS_ON] !== undefined);
      journal.record(headers, { what: 'platform-route', index, passes });
      if (passes) next?.();
      else response.send('platform');
    };
    instance[route.verb](route.path, withParameters(handle, route.parameters));
  }
}
