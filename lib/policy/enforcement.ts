import type { CompiledPolicy } from './compiled-policy.js';
import type { Enforcement } from './policy-options.js';

/** What the server itself does about an actual request of another origin, as `enforce` says. */
export function enforcementOf(
  { enforce }: CompiledPolicy,
  request: { readonly origin: string | undefined; readonly allowed: boolean },
): Enforcement {
  return request.origin === undefined || request.allowed ? false : enforce;
}

/** What counts where several policies apply: `true` before `'report'`, and `'report'` before `false`. */
export function strictestEnforcement(policies: readonly CompiledPolicy[]): Enforcement {
  if (policies.some(({ enforce }) => enforce === true)) return true;
  return policies.some(({ enforce }) => enforce === 'report') ? 'report' : false;
}
