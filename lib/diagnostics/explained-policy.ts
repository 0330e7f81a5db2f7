import type { CompiledPolicy, EffectivePolicy } from '../policy/index.js';
import { type DiscoveredRoute, type PoliciesAtPath, handlerName } from '../routing/index.js';
import type { PlacedPolicy } from './policy-place.js';

/** A policy, and the place where it was written. */
export interface ExplainedPolicy extends PlacedPolicy {
  readonly policy: CompiledPolicy;
}

/**
 * Handshakes carry cookies. A suggestion for the policy of a gateway is limited to origins that a
 * policy with credentials may have.
 */
const TRUSTED: EffectivePolicy = { credentials: { value: true, level: 'built-in' } };

/**
 * The policies of routes without duplicates, each with the first handler that has it. Without a
 * route, the policies of paths that no route serves.
 */
export function explainedPolicies(
  at: PoliciesAtPath,
  routes: readonly (DiscoveredRoute | undefined)[],
): ExplainedPolicy[] {
  const served = routes.some(route => route !== undefined);
  const explained = new Map<CompiledPolicy, ExplainedPolicy>();
  for (const route of served ? routes : [undefined]) {
    const handler = route === undefined ? undefined : handlerName(route);
    const more = route !== undefined && 'gateway' in route ? TRUSTED : {};
    for (const { policy, effective } of at.entriesOf(route)) {
      if (!explained.has(policy))
        explained.set(policy, { policy, effective: { ...effective, ...more }, handler });
    }
  }
  return [...explained.values()];
}
