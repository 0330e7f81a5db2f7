import type { Answer } from './client.js';
import { COMMON_HEADER, type ExpectedPolicy, allows } from './expected-policy.js';

/** The CORS headers of an answer, in a form to compare and to print. */
export type CorsHeaders = Readonly<Record<string, string | boolean | readonly string[]>>;

const names = (value: string | undefined): string[] =>
  (value ?? '')
    .toLowerCase()
    .split(/\s*,\s*/)
    .filter(name => name !== '')
    .sort();

export function variesByOrigin({ headers }: Answer): boolean {
  return names(headers.vary).includes('origin');
}

export function dependsOnOrigin({ origin }: ExpectedPolicy): boolean {
  return origin !== 'any' && origin !== 'none';
}

export function actualHeaders({ headers }: Answer): CorsHeaders {
  return present({
    origin: headers['access-control-allow-origin'],
    credentials: headers['access-control-allow-credentials'],
    expose: headers['access-control-expose-headers']?.toLowerCase(),
  });
}

export function expectedActual(policy: ExpectedPolicy, origin: string | undefined): CorsHeaders {
  if (policy.origin === 'any') return present({ origin: '*', expose: policy.name });
  if (origin === undefined || !allows(policy.origin, origin)) return {};
  return present({ origin, credentials: policy.credentials ? 'true' : undefined, expose: policy.name });
}

/** The contents of a preflight's answer, without the methods. */
export function preflightHeaders({ status, headers }: Answer): CorsHeaders {
  if (headers['access-control-allow-origin'] === undefined) return { allowed: false, status: String(status) };
  return present({
    'allowed': status === 204,
    'origin': headers['access-control-allow-origin'],
    'credentials': headers['access-control-allow-credentials'],
    'headers': names(headers['access-control-allow-headers']),
    'max-age': headers['access-control-max-age'],
  });
}

export const REFUSED: CorsHeaders = { allowed: false, status: '403' };

/** The answer to a preflight if each of these policies may apply. All of them must allow it. */
export function expectedPreflight(policies: readonly ExpectedPolicy[], origin: string): CorsHeaders {
  if (!policies.every(policy => allows(policy.origin, origin))) return REFUSED;
  const [first, ...others] = policies.map(({ name }) => name);
  return present({
    'allowed': true,
    'origin': policies.every(policy => policy.origin === 'any') ? '*' : origin,
    'credentials': policies.every(policy => policy.credentials) ? 'true' : undefined,
    'headers': others.every(name => name === first)
      ? names(`${COMMON_HEADER},${first ?? ''}`)
      : [COMMON_HEADER],
    'max-age': String(Math.min(...policies.map(({ maxAge }) => maxAge))),
  });
}

/** Whether what was found allows nothing that a policy does not. */
export function isAsStrict(found: CorsHeaders, policy: ExpectedPolicy): boolean {
  if (found.allowed !== true) return true;
  const origin = String(found.origin);
  const originAllowed = origin === '*' ? policy.origin === 'any' : allows(policy.origin, origin);
  return (
    originAllowed &&
    (found.credentials !== 'true' || policy.credentials) &&
    [found.headers ?? []].flat().every(name => name === COMMON_HEADER || name === policy.name) &&
    Number(found['max-age'] ?? 0) <= policy.maxAge
  );
}

function present(
  values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>,
): CorsHeaders {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  );
}
