import { type CorsPolicyOptions, type PolicyEntry, compilePolicy } from '../../../lib/policy/index.js';
import type { ControllerMethod, DiscoveredRoute } from '../../../lib/routing/index.js';

/** A route as the explorer of the library returns it. Only the given fields matter. */
export function discoveredRoute(
  method: string,
  path: string,
  more: Partial<DiscoveredRoute> = {},
): DiscoveredRoute {
  const handler: ControllerMethod = () => undefined;
  return {
    method,
    path,
    hosts: undefined,
    versions: undefined,
    requestVersions: undefined,
    controller: class CatsController {},
    methodName: 'find',
    handler,
    callback: handler,
    ...more,
  };
}

/** A policy as the book enters it. */
export function policyEntry(options: CorsPolicyOptions): PolicyEntry {
  const policy = compilePolicy(options, rule => rule as (origin: string) => boolean);
  return { policy, effective: {} };
}
