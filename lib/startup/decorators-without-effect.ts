import type { ModulesContainer } from '@nestjs/core';
import { decoratedPlaces } from '../decorators/decorated-places.js';
import { listedPlaces } from '../decorators/listed-places.js';

/** A warning that names each `@CorsPolicy()` that has no effect; `undefined` where there is none. */
export function decoratorsWithoutEffect(modules: ModulesContainer): string | undefined {
  const { ineffective } = decoratedPlaces(modules);
  return ineffective.length === 0
    ? undefined
    : `@CorsPolicy() has no effect on ${listedPlaces(ineffective)}: it counts on controllers, on their route handlers and on gateways.`;
}
