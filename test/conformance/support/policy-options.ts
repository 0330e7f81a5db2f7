import type { CorsPolicyOptions } from 'nestjs-cors-policy';
import { type Origins, fill } from './origins.js';
import type { ScenarioPolicy } from './scenario.js';

/**
 * The reason for which this library rejects a policy, or answers it differently by contract. Such a
 * policy runs on a raw server. The scenarios are P05 (lower case), P06 and T30 (no methods, which
 * here refuses every preflight), P07 and P08 (`*` as a method), P11 (`*` covers Authorization
 * here), P12 (`*` in a list), K03, K07, K17 and K19 (max-age).
 */
export function whyNotHere(id: string, { methods, headers, maxAge }: ScenarioPolicy): string | undefined {
  if (methods.includes('*')) return "methods has no '*'";
  if (methods.some(method => method !== method.toUpperCase()))
    return 'a standard method in lower case never matches';
  if (['P06', 'T30'].includes(id)) return 'methods: [] refuses every preflight';
  if (id === 'P11') return "'*' in allowedHeaders answers with the names asked for, Authorization among them";
  if (Array.isArray(headers) && headers.includes('*')) return "'*' stands alone";
  if (maxAge !== undefined && !isMaxAge(maxAge)) return 'maxAge is whole seconds from 0 to 86400';
  return undefined;
}

/** A scenario's policy in this library's words. */
export function policyOptions(
  { origins: allowed, methods, headers, credentials, expose, maxAge }: ScenarioPolicy,
  origins: Origins,
): CorsPolicyOptions {
  return {
    origin: originOption(allowed, origins),
    methods: [...methods],
    allowedHeaders: typeof headers === 'string' ? '*' : [...headers],
    ...(expose === undefined ? {} : { exposedHeaders: expose === '*' ? '*' : [...expose] }),
    ...(credentials === undefined ? {} : { credentials }),
    ...(typeof maxAge === 'number' ? { maxAge } : {}),
    dangerously: { allowNullOrigin: true, allowInsecureOrigins: true },
  };
}

function originOption(allowed: ScenarioPolicy['origins'], origins: Origins): false | '*' | string[] {
  if (allowed === '*') return '*';
  return allowed.length === 0 ? false : allowed.map(origin => fill(origin, origins));
}

function isMaxAge(value: number | string): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 86_400;
}
