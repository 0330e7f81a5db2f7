import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import { WRAPPED, isCacheOfResolver } from '../caching/index.js';
import type {
  CorsOriginResolver,
  CorsOriginResolverType,
  PolicyProblem,
  ResolverLookup,
} from '../policy/index.js';

/** Looks up resolver classes in Nest's injector. Any module can provide them. */
export class InjectedResolvers implements ResolverLookup {
  // The caches that no module provides. The application keeps each across reloads, so that a reload
  // does not repeat every question.
  private readonly caches = new Map<CorsOriginResolverType, CorsOriginResolver>();

  constructor(private readonly moduleRef: ModuleRef) {}

  problemWith(type: CorsOriginResolverType): PolicyProblem | undefined {
    // A cache needs no provider of its own, but the resolver that it asks does.
    if (isCacheOfResolver(type) && !this.isKnown(type)) return this.problemWith(type[WRAPPED]);
    const problem = { field: 'origin', value: type } as const;
    try {
      const instance: unknown = this.moduleRef.get(type, { strict: false });
      if (hasIsAllowed(instance)) return undefined;
      return {
        ...problem,
        reason: `${type.name} has no method isAllowed()`,
        suggestion: 'implement CorsOriginResolver',
      };
    } catch {
      return this.isKnown(type)
        ? {
            ...problem,
            reason: `${type.name} is request-scoped or transient, but one instance must serve all requests`,
            suggestion:
              'make the class a singleton: isAllowed(origin, request) receives the request as an argument',
          }
        : {
            ...problem,
            reason: `no module provides ${type.name}`,
            suggestion: `add ${type.name} to the providers of a module`,
          };
    }
  }

  instanceOf(type: CorsOriginResolverType): CorsOriginResolver {
    if (!isCacheOfResolver(type) || this.isKnown(type)) {
      return this.moduleRef.get<CorsOriginResolver>(type, { strict: false });
    }
    let cache = this.caches.get(type);
    if (cache === undefined) {
      cache = new type(this.instanceOf(type[WRAPPED]));
      this.caches.set(type, cache);
    }
    return cache;
  }

  private isKnown(type: CorsOriginResolverType): boolean {
    try {
      this.moduleRef.introspect(type as unknown as Type<CorsOriginResolver>);
      return true;
    } catch {
      return false;
    }
  }
}

function hasIsAllowed(instance: unknown): instance is CorsOriginResolver {
  return (
    typeof instance === 'object' &&
    instance !== null &&
    'isAllowed' in instance &&
    typeof instance.isAllowed === 'function'
  );
}
