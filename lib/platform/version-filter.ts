import type { AbstractHttpAdapter, ApplicationConfig } from '@nestjs/core';
import type { DiscoveredRoute } from '../routing/index.js';

/** Whether a route serves the version that a request asks for. */
export type ServesVersion = (route: DiscoveredRoute | undefined, request: unknown) => boolean;

/** Asks Nest's own version filter. Its extractor may belong to the application, and may throw. */
export function versionFilter(adapter: AbstractHttpAdapter, config: ApplicationConfig): ServesVersion {
  return (route, request) => {
    const versioning = config.getVersioning();
    if (route === undefined || versioning === undefined) return route !== undefined;
    try {
      const versions = route.versions as Parameters<AbstractHttpAdapter['applyVersionFilter']>[1];
      const filter: unknown = adapter.applyVersionFilter(() => true, versions, versioning);
      return (
        typeof filter === 'function' && Reflect.apply(filter, undefined, [request, {}, () => false]) === true
      );
    } catch {
      return false;
    }
  };
}
