import type { AbstractHttpAdapter } from '@nestjs/core';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  OrderedRouteTable,
  SpecificRouteTable,
  nestTableRoute,
} from '../../routing/index.js';
import { isExpressInstance } from '../express/express-instance.js';
import { ExpressRoutes } from '../express/express-routes.js';
import { isFastifyInstance } from '../fastify/fastify-instance.js';
import { routerConfig } from '../fastify/fastify-router-config.js';
import { emptyParameterFilter } from '../fastify/fastify-routes.js';
import type { HttpPlatform, ServedRoutes } from '../http-platform.js';
import type { PlatformParts } from '../platform-parts.js';
import { Registrations } from '../registrations.js';
import { OptionsRouteHandler } from './options-route-handler.js';
import type { PortableAdapter } from './portable-adapter.js';

// What `@All()` serves on a platform that routes by method. The platform may know fewer of them.
const METHODS_OF_ALL = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Any HTTP adapter: an OPTIONS route answers preflights, and the interceptor puts headers on what handlers answer. It does not reach what
 * ends before interceptors run: guards' refusals, 404s, middleware and body parsers.
 */
export class PortablePlatform implements HttpPlatform {
  private readonly adapter: PortableAdapter;
  readonly registrations: Registrations;
  private readonly optionsRoute: OptionsRouteHandler;
  private readonly expressRoutes: ExpressRoutes | undefined;

  constructor(adapter: AbstractHttpAdapter, parts: PlatformParts) {
    this.adapter = adapter;
    const instance: unknown = adapter.getInstance();
    this.expressRoutes = isExpressInstance(instance)
      ? new ExpressRoutes(instance, adapter, parts.config)
      : undefined;
    const routes = this.expressRoutes;
    this.registrations = new Registrations(
      adapter,
      routes === undefined
        ? {}
        : { during: (registration, register) => routes.during(registration, register) },
    );
    this.optionsRoute = new OptionsRouteHandler(adapter, parts.holder, parts.decisions);
  }

  install(): void {
    if (this.routesBySpecificity) {
      this.registrations.take();
      return;
    }
    // First registered, first served: ahead of the application's own OPTIONS handlers, which get what is not a preflight.
    const register = (): unknown =>
      this.adapter.options('/{*path}', (request: unknown, response: unknown, next: unknown) =>
        this.optionsRoute.handle(request, response, next),
      );
    if (this.expressRoutes === undefined) register();
    else this.expressRoutes.duringMiddleware(register);
    this.registrations.take();
  }

  async identify(discovered: readonly DiscoveredRoute[]): Promise<ServedRoutes> {
    const routes = this.registrations.identify(discovered);
    return { routes, table: await this.table(routes) };
  }

  private async table(routes: readonly DiscoveredRoute[]): Promise<NestRouteTable> {
    if (this.expressRoutes !== undefined) return this.expressRoutes.table();
    const bySpecificity = this.routesBySpecificity;
    const { caseSensitive = bySpecificity, ignoreTrailingSlash = !bySpecificity } =
      this.adapter.getRouteMatchingOptions?.() ?? {};
    if (!bySpecificity) {
      return new OrderedRouteTable<DiscoveredRoute | undefined>(
        routes.map(route => nestTableRoute(route, route.path)),
        { caseSensitive, strict: !ignoreTrailingSlash },
      );
    }
    this.addLastRoute(routes);
    const { default: createRouter } = (await import('find-my-way')) as unknown as { default: RouterFactory };
    const instance: unknown = this.adapter.getInstance();
    const fastify = isFastifyInstance(instance) ? instance : undefined;
    return new SpecificRouteTable<DiscoveredRoute | undefined>(
      routes.map(route => ({
        ...nestTableRoute(route, route.path),
        path: route.path,
        methods: [route.method],
        accepts: emptyParameterFilter(this.adapter, route.path),
      })),
      {
        ...routerConfig(fastify?.initialConfig ?? { caseSensitive, ignoreTrailingSlash }),
        createRouter,
        allMethods: fastify?.supportedMethods ?? METHODS_OF_ALL,
        headRoutes: fastify?.initialConfig.exposeHeadRoutes ?? true,
      },
    );
  }

  private get routesBySpecificity(): boolean {
    return this.adapter.isRouteOrderSensitive?.() === false || this.adapter.getType() === 'fastify';
  }

  // The least specific route of all, unless the application has it: then the interceptor meets its preflights.
  private addLastRoute(routes: readonly DiscoveredRoute[]): void {
    const taken = routes.some(
      ({ method, path }) => path === '/*' && (method === 'OPTIONS' || method === 'ALL'),
    );
    if (taken) return;
    this.adapter.options('*', (request: unknown, response: unknown) =>
      this.optionsRoute.handle(request, response),
    );
  }
}
