import type { ModulesContainer } from '@nestjs/core';
import { decoratedPlaces, listedPlaces } from '../decorators/index.js';

/** A warning that names each `@CorsPolicy()` without effect. `undefined` if there is none. */
export function decoratorsWithoutEffect(modules: ModulesContainer): string | undefined {
  const { ineffective } = decoratedPlaces(modules);
  return ineffective.length === 0
    ? undefined
    : `@CorsPolicy() has no effect on ${listedPlaces(ineffective)}. Write it only on controllers, on their route handlers and on gateways.`;
}
