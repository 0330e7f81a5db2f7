import type { RawResponse } from '../wire/raw-response.js';
import { type NaivePolicy, allowsOrigin } from './naive-policies.js';
import { type Candidates, METHODS_OF_NOWHERE } from './places.js';
import { corsHeaders, members, varyOf } from './wire-rules.js';

export interface PreflightFacts {
  readonly origin: string;
  readonly method: string;
  readonly requestedHeaders: string | undefined;
}

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const MOST_REQUESTED_HEADER_BYTES = 4096;
// https://fetch.spec.whatwg.org/#forbidden-method
const FORBIDDEN_METHODS = ['CONNECT', 'TRACE', 'TRACK'];
const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST'];

/**
 * The faults of the answer to a preflight, if these candidates would serve the announced request.
 *
 * @param sharesMethods whether another method of the same path has the same policies; absent if the
 * path is not known
 */
export function preflightProblems(
  response: RawResponse,
  facts: PreflightFacts,
  candidates: Candidates,
  { debug, sharesMethods }: { debug: boolean; sharesMethods: ((method: string) => boolean) | undefined },
): string[] {
  const headers = corsHeaders(response);
  const { policies } = candidates;
  const problems = [...varyProblems(response, policies), ...bodyProblems(response)];
  const originAllowed = policies.every(policy => allowsOrigin(policy, facts.origin));
  const allowed = originAllowed && allowsMethod(facts.method, candidates) && allowsHeaders(facts, policies);

  if (allowed && response.status !== successStatus(policies))
    problems.push(`allowed, but ${response.status}`);
  if (!allowed && !(debug && originAllowed)) {
    if (response.status !== 403) problems.push(`refused, but ${response.status}`);
    if (headers.size > 0) problems.push(`refused, but with ${[...headers.keys()].join(', ')}`);
    return problems;
  }
  if (![200, 204, 403].includes(response.status)) problems.push(`status ${response.status}`);
  if (wouldBrowserSend(response, headers, facts) !== allowed) {
    problems.push(
      allowed
        ? 'allowed, but a browser would not send the request'
        : 'refused, but a browser would send the request',
    );
  }
  problems.push(...headerProblems(headers, facts, policies, allowed));
  if (sharesMethods !== undefined) {
    const strangers = members(headers.get('access-control-allow-methods') ?? '').filter(
      method => !sharesMethods(method.toUpperCase()),
    );
    if (strangers.length > 0)
      problems.push(`lists methods that another policy answers: ${strangers.join(', ')}`);
  }
  return problems;
}

function allowsMethod(method: string, { policies, served }: Candidates): boolean {
  // Answered, `*` would be the wildcard.
  if (!TOKEN.test(method) || method === '*' || FORBIDDEN_METHODS.includes(method.toUpperCase())) return false;
  return policies.every(policy => {
    if (policy.methods !== undefined) return policy.methods.includes(method);
    return served || METHODS_OF_NOWHERE.includes(method);
  });
}

function allowsHeaders({ requestedHeaders = '' }: PreflightFacts, policies: readonly NaivePolicy[]): boolean {
  if (requestedHeaders.length > MOST_REQUESTED_HEADER_BYTES) return false;
  return members(requestedHeaders)
    .filter(name => name !== '')
    .every(name => TOKEN.test(name) && policies.every(policy => allowsHeader(policy, name)));
}

function allowsHeader({ headers, credentials }: NaivePolicy, name: string): boolean {
  if (headers !== '*') return headers.includes(name);
  // Answered, it would be the wildcard that credentials forbid.
  return !(credentials && name === '*');
}

function successStatus(policies: readonly NaivePolicy[]): number {
  return policies.some(({ status }) => status === 200) ? 200 : 204;
}

function varyProblems(response: RawResponse, policies: readonly NaivePolicy[]): string[] {
  const expected = ['access-control-request-method', 'access-control-request-headers'];
  if (policies.some(({ origin }) => typeof origin === 'function')) expected.push('origin');
  const actual = varyOf(response);
  const isRight = actual.size === expected.length && expected.every(name => actual.has(name));
  return isRight ? [] : [`Vary is ${[...actual].join(', ') || 'absent'}`];
}

function bodyProblems({ body }: RawResponse): string[] {
  return body === '' ? [] : [`a body: ${JSON.stringify(body.slice(0, 100))}`];
}

// https://fetch.spec.whatwg.org/#cors-preflight-fetch-0, for a request without credentials.
function wouldBrowserSend(
  { status }: RawResponse,
  headers: ReadonlyMap<string, string>,
  { origin, method, requestedHeaders = '' }: PreflightFacts,
): boolean {
  if (status < 200 || status > 299) return false;
  const allowOrigin = headers.get('access-control-allow-origin');
  if (allowOrigin !== '*' && allowOrigin !== origin) return false;
  const methods = headers.get('access-control-allow-methods');
  const listed = methods === undefined || methods.split(',').some(each => each.trim() === method);
  if (!listed && !SAFELISTED_METHODS.includes(method)) return false;
  const names = members(headers.get('access-control-allow-headers') ?? '');
  return members(requestedHeaders)
    .filter(name => name !== '')
    .every(name => names.includes(name));
}

function headerProblems(
  headers: ReadonlyMap<string, string>,
  { origin, requestedHeaders = '' }: PreflightFacts,
  policies: readonly NaivePolicy[],
  allowed: boolean,
): string[] {
  const expectedOrigin = policies.every(policy => policy.origin === '*') ? '*' : origin;
  const credentials = policies.every(policy => policy.credentials) ? 'true' : undefined;
  const ages = policies.map(({ maxAge }) => maxAge);
  // Without one, a browser takes five seconds.
  const smallest = Math.min(...ages.map(age => age ?? 5));
  const maxAge = allowed && ages.includes(smallest) ? String(smallest) : undefined;
  const lists = policies.flatMap(policy => (policy.headers === '*' ? [] : [policy.headers]));
  // Where every policy takes any name, the names that were asked for stand for them.
  const permitted = lists.length === 0 ? [members(requestedHeaders)] : lists;
  const strangers = members(headers.get('access-control-allow-headers') ?? '').filter(
    name => !permitted.every(names => names.includes(name)),
  );
  return [
    ...differs('access-control-allow-origin', headers, expectedOrigin),
    ...differs('access-control-allow-credentials', headers, credentials),
    ...differs('access-control-max-age', headers, maxAge),
    ...differs('access-control-expose-headers', headers, undefined),
    ...(strangers.length === 0
      ? []
      : [`lists headers that are not allowed: ${strangers.join(', ').slice(0, 200)}`]),
  ];
}

export function differs(
  name: string,
  headers: ReadonlyMap<string, string>,
  expected: string | undefined,
): string[] {
  const actual = headers.get(name);
  return actual === expected ? [] : [`${name} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
}
