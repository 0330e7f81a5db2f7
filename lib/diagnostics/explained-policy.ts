import type { CompiledPolicy } from '../policy/index.js';
import { type DiscoveredRoute, type PolicySnapshot, handlerName } from '../routing/index.js';
import type { PlacedPolicy } from './policy-place.js';

/** A policy and where it was written. */
export interface ExplainedPolicy extends PlacedPolicy {
  readonly policy: CompiledPolicy;
}

/** The policy of a route; the module's defaults where there is none. */
export function explainedPolicy(
  snapshot: PolicySnapshot,
  route: DiscoveredRoute | undefined,
): ExplainedPolicy {
  const { policy, effective } = snapshot.entryOf(route);
  return { policy, effective, handler: route === undefined ? undefined : handlerName(route) };
}

/** The policies of routes that a preflight cannot tell apart, each once, with the first handler whose it is. */
export function explainedPolicies(
  snapshot: PolicySnapshot,
  routes: readonly (DiscoveredRoute | undefined)[],
): ExplainedPolicy[] {
  const served = routes.some(route => route !== undefined);
  const explained = new Map<CompiledPolicy, ExplainedPolicy>();
  for (const route of served ? routes : [undefined]) {
    const each = explainedPolicy(snapshot, route);
    if (!explained.has(each.policy)) explained.set(each.policy, each);
  }
  return [...explained.values()];
}
