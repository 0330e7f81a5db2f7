import type { Type } from '@nestjs/common';
import type { ModuleRef } from '@nestjs/core';
import type {
  CorsOriginResolver,
  CorsOriginResolverType,
  PolicyProblem,
  ResolverLookup,
} from '../policy/index.js';

/** Looks resolver classes up in Nest's injector, in whatever module provides them. */
export class InjectedResolvers implements ResolverLookup {
  constructor(private readonly moduleRef: ModuleRef) {}

  problemWith(type: CorsOriginResolverType): PolicyProblem | undefined {
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
            reason: `${type.name} is request-scoped or transient, and one instance has to serve all requests`,
            suggestion: 'make it a singleton: isAllowed(origin, request) gets the request as an argument',
          }
        : {
            ...problem,
            reason: `no module provides ${type.name}`,
            suggestion: `add ${type.name} to the providers of a module`,
          };
    }
  }

  instanceOf(type: CorsOriginResolverType): CorsOriginResolver {
    return this.moduleRef.get<CorsOriginResolver>(type, { strict: false });
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
