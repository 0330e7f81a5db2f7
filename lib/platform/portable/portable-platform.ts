import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RecordedRouting,
  SpecificRouteTable,
  nestTableRoute,
  recordedRouteTable,
} from '../../routing/index.js';
import { isExpressInstance } from '../express/express-instance.js';
import { ExpressRoutes } from '../express/express-routes.js';
import { type FastifyInstance, isFastifyInstance } from '../fastify/fastify-instance.js';
import { routerConfig } from '../fastify/fastify-router-config.js';
import { emptyParameterFilter } from '../fastify/fastify-routes.js';
import { loadRouterFactory } from '../fastify/router-factory.js';
import type { HttpPlatform, ServedRoutes } from '../http-platform.js';
import type { PlatformParts } from '../platform-parts.js';
import { Registrations } from '../registrations.js';
import { OptionsRouteHandler } from './options-route-handler.js';
import { versionFilter } from '../version-filter.js';
import { type PortableAdapter, recordedRouting } from './portable-adapter.js';

/**
 * Serves any HTTP adapter. An OPTIONS route answers preflights, and the interceptor sets headers on
 * the responses of handlers. Responses that end before interceptors run get no headers: those of
 * guards, 404s, middleware and body parsers.
 */
export class PortablePlatform implements HttpPlatform {
  private readonly adapter: PortableAdapter;
  readonly registrations: Registrations;
  private readonly optionsRoute: OptionsRouteHandler;
  private readonly expressRoutes: ExpressRoutes | undefined;

  constructor(
    adapter: AbstractHttpAdapter,
    private readonly parts: PlatformParts,
  ) {
    this.adapter = adapter;
    const instance: unknown = adapter.getInstance();
    this.expressRoutes = isExpressInstance(instance)
      ? new ExpressRoutes(instance, versionFilter(adapter, parts.config))
      : undefined;
    const routes = this.expressRoutes;
    this.registrations = new Registrations(
      adapter,
      routes === undefined
        ? { requestMethods: parts.requestMethods }
        : {
            requestMethods: parts.requestMethods,
            during: (registration, register) => routes.during(registration, register),
          },
    );
    this.optionsRoute = new OptionsRouteHandler(adapter, parts.holder, parts.decisions);
  }

  install(): void {
    this.parts.serveByInterceptor();
    // The first registered route wins. So this one comes before the application's OPTIONS handlers,
    // and it passes everything except preflights on to them.
    if (!this.isFastify && !this.routing.bySpecificity) this.addOptionsRoute();
    // Express has a middleware that is bound to a route as a route, which would seem to answer.
    this.expressRoutes?.takeMiddleware(this.adapter);
    this.registrations.take();
  }

  async identify(discovered: readonly DiscoveredRoute[]): Promise<ServedRoutes> {
    const { all } = this.registrations;
    const routes = this.registrations.identify(discovered);
    if (this.expressRoutes !== undefined) return { routes, table: this.expressRoutes.table() };
    const table = this.isFastify ? await this.fastifyTable(routes) : recordedRouteTable(all, this.routing);
    // The least specific route comes last. If the application has it, the interceptor receives the
    // preflights instead.
    const isTaken = routes.some(
      ({ method, path }) => path === '/*' && (method === 'OPTIONS' || method === 'ALL'),
    );
    if ((this.isFastify || this.routing.bySpecificity) && !isTaken) this.addOptionsRoute();
    return { routes, table };
  }

  private async fastifyTable(routes: readonly DiscoveredRoute[]): Promise<NestRouteTable> {
    const { initialConfig, supportedMethods } = this.adapter.getInstance<FastifyInstance>();
    return new SpecificRouteTable<DiscoveredRoute | undefined>(
      routes.map(route => ({
        ...nestTableRoute(route, route.path),
        path: route.path,
        methods: [route.method],
        accepts: emptyParameterFilter(this.adapter, route.path),
      })),
      {
        ...routerConfig(initialConfig),
        createRouter: await loadRouterFactory(),
        allMethods: supportedMethods,
        headRoutes: initialConfig.exposeHeadRoutes ?? true,
      },
    );
  }

  private get isFastify(): boolean {
    return isFastifyInstance(this.adapter.getInstance());
  }

  private get routing(): RecordedRouting {
    return recordedRouting(this.adapter);
  }

  /** Tries catch-all paths until the adapter accepts one. */
  private addOptionsRoute(): void {
    const register = (path: string): unknown =>
      this.adapter.options(path, (request: unknown, response: unknown, next: unknown) =>
        this.optionsRoute.handle(request, response, next),
      );
    for (const path of this.isFastify ? ['*'] : ['/{*path}', '*', '/*path']) {
      try {
        if (this.expressRoutes === undefined) register(path);
        else this.expressRoutes.duringMiddleware(() => register(path));
        return;
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
      }
    }
  }
}
