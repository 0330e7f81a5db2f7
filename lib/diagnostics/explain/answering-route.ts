import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import { type DiscoveredRoute, type NestRouteTable, type NestTarget, routeFor } from '../../routing/index.js';

/** The part of Nest's HTTP adapter that tells the version of a request. */
export type VersioningAdapter = Pick<AbstractHttpAdapter, 'applyVersionFilter'> & {
  /**
   * On Fastify only, whose router reads the version before it looks for a route. The member is
   * private in Nest's adapter.
   */
  readonly versionConstraint?: { deriveConstraint(request: object): unknown };
};

export type Versioning = ReturnType<ApplicationConfig['getVersioning']>;

/** The route of Nest that answers an actual request. The version of the request is known. */
export function answeringRoute(
  table: NestRouteTable,
  method: string,
  target: NestTarget,
  { adapter, versioning, request }: { adapter: VersioningAdapter; versioning: Versioning; request: object },
): DiscoveredRoute | undefined {
  if (versioning === undefined) return routeFor(table, method, { ...target, servesVersion: () => true });
  const { versionConstraint } = adapter;
  if (versionConstraint === undefined) {
    const servesVersion = (route: DiscoveredRoute | undefined): boolean =>
      route !== undefined && passesFilter(adapter, versioning, route, request);
    return routeFor(table, method, { ...target, servesVersion });
  }
  // If a request accepts several versions, Fastify takes the first one with a route.
  const found = [versionsIn(versionConstraint, request)].flat().map(version =>
    routeFor(table, method, {
      ...target,
      servesVersion: route => route?.versions?.some(each => each === version) === true,
    }),
  );
  return found.find(route => route?.requestVersions !== undefined) ?? found[0];
}

function versionsIn(
  constraint: NonNullable<VersioningAdapter['versionConstraint']>,
  request: object,
): unknown {
  try {
    return constraint.deriveConstraint(request);
  } catch {
    return undefined;
  }
}

// Nest's own filter decides. A version extractor of the application may throw.
function passesFilter(
  adapter: VersioningAdapter,
  versioning: NonNullable<Versioning>,
  { versions }: DiscoveredRoute,
  request: object,
): boolean {
  try {
    const filter: unknown = adapter.applyVersionFilter(
      () => true,
      versions as Parameters<AbstractHttpAdapter['applyVersionFilter']>[1],
      versioning,
    );
    return (
      typeof filter === 'function' && Reflect.apply(filter, undefined, [request, {}, () => false]) === true
    );
  } catch {
    return false;
  }
}
