import {
  type DiscoveredRoute,
  type NestRouteTable,
  type RouterFactory,
  OrderedRouteTable,
  SpecificRouteTable,
} from '../../routing/index.js';
import type { CorsStateHolder } from '../cors-state.js';
import { isExpressInstance } from '../express/express-instance.js';
import { expressRouteTable } from '../express/express-route-table.js';
import { registeredRoutes } from '../express/express-routes.js';
import { isFastifyInstance } from '../fastify/fastify-instance.js';
import { routerConfig } from '../fastify/fastify-router-config.js';
import { emptyParameterFilter } from '../fastify/fastify-routes.js';
import type { HttpPlatform } from '../http-platform.js';
import { nestTableRoute } from '../nest-table-route.js';
import type { OptionsRouteHandler } from './options-route-handler.js';
import type { PortableAdapter } from './portable-adapter.js';

// What `@All()` serves on a platform that routes by method. The platform may know fewer of them.
const METHODS_OF_ALL = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/**
 * Any HTTP adapter: an OPTIONS route answers preflights, and the interceptor puts headers on what handlers answer. It does not reach what
 * ends before interceptors run: guards' refusals, 404s, middleware and body parsers.
 */
export class PortablePlatform implements HttpPlatform {
  constructor(
    private readonly adapter: PortableAdapter,
    private readonly holder: CorsStateHolder,
    private readonly optionsRoute: OptionsRouteHandler,
  ) {}

  install(): void {
    this.holder.servedByInterceptor = true;
    if (this.routesBySpecificity) return;
    // First registered, first served: ahead of the application's own OPTIONS handlers, which get what is not a preflight.
    this.adapter.options('/{*path}', (request: unknown, response: unknown, next: unknown) =>
      this.optionsRoute.handle(request, response, next),
    );
  }

  async tableOf(routes: readonly DiscoveredRoute[]): Promise<NestRouteTable> {
    const instance: unknown = this.adapter.getInstance();
    if (isExpressInstance(instance)) return expressRouteTable(instance, registeredRoutes(instance, routes));
    const bySpecificity = this.routesBySpecificity;
    const { caseSensitive = bySpecificity, ignoreTrailingSlash = !bySpecificity } =
      this.adapter.getRouteMatchingOptions?.() ?? {};
    if (!bySpecificity) {
      return new OrderedRouteTable<DiscoveredRoute | undefined>(
        routes.map(route => nestTableRoute(route)),
        { caseSensitive, strict: !ignoreTrailingSlash },
      );
    }
    this.addLastRoute(routes);
    const { default: createRouter } = (await import('find-my-way')) as unknown as { default: RouterFactory };
    const fastify = isFastifyInstance(instance) ? instance : undefined;
    return new SpecificRouteTable<DiscoveredRoute | undefined>(
      routes.map(route => ({
        ...nestTableRoute(route),
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
