import type { CompiledPolicy } from './compiled-policy.js';
import type { Enforcement } from './policy-options.js';

/** What `enforce` does with an actual request; `false` if the request passes. */
export function enforcementOf(
  { enforce }: CompiledPolicy,
  request: { readonly origin: string | undefined; readonly allowed: boolean },
): Enforcement {
  return request.origin === undefined || request.allowed ? false : enforce;
}

/** The value of `enforce` if several policies apply: `true` wins, then `'report'`. */
export function strictestEnforcement(policies: readonly CompiledPolicy[]): Enforcement {
  if (policies.some(({ enforce }) => enforce === true)) return true;
  return policies.some(({ enforce }) => enforce === 'report') ? 'report' : false;
}
