import type { FuzzSetting } from '../settings.js';
import { type RawResponse, valuesOf } from '../wire/raw-response.js';
import { type WireRequest, headerOf } from '../wire/wire-request.js';
import { type ActualFacts, actualProblems, isSilent } from './actual-oracle.js';
import { DEFAULTS, type NaivePolicy, POLICY_NAMES, naivePolicy } from './naive-policies.js';
import { type Candidates, NOWHERE, type Place, candidatesAt } from './places.js';
import { preflightProblems } from './preflight-oracle.js';
import { wireProblems } from './wire-rules.js';

// The answers of Node's parser, and of Fastify to a target that it cannot parse, before any
// application code runs.
const PARSER_STATUSES: ReadonlySet<number> = new Set([400, 414, 417, 431, 505]);
const BODY_STATUSES: ReadonlySet<number> = new Set([400, 413, 415]);
const VERSIONED = '/versioned';

/** A request with what is known of it. */
export interface Sent {
  readonly request: WireRequest;
  /** Absent where only the platform can say what the target reaches. */
  readonly place: Place | undefined;
  /** Whether Node's parser or the platform may refuse it before any application code runs. */
  readonly isRejectable: boolean;
}

/** The faults of the response to a request, as sentences. */
export function problemsOf(setting: FuzzSetting, sent: Sent, response: RawResponse): string[] {
  const problems = [...wireProblems(response), ...failureProblems(sent, response)];
  if (sent.isRejectable && PARSER_STATUSES.has(response.status) && isSilent(response)) return problems;
  return [...problems, ...(isPreflight(sent.request) ? knownPreflight : anyActual)(setting, sent, response)];
}

/**
 * The faults of the answer to a preflight. The actual request to the same target was also sent, and
 * its response shows which policy applies there.
 */
export function pairProblems(
  { debug, interceptor }: FuzzSetting,
  sent: Sent,
  response: RawResponse,
  { status, headers }: RawResponse,
): string[] {
  const problems = [...wireProblems(response), ...failureProblems(sent, response)];
  if (PARSER_STATUSES.has(response.status) && isSilent(response)) return problems;
  // `*` and strange schemes are no path, so that no OPTIONS route of Fastify's gets them.
  if (interceptor === 'always' && response.status === 404 && isSilent(response)) return problems;
  const [name] = valuesOf(headers, 'x-policy');
  const alternatives: readonly Candidates[] =
    name !== undefined
      ? [{ policies: [naivePolicy(name)], served: true }]
      : status === 403
        ? enforcing().map(policy => ({ policies: [policy], served: true }))
        : [NOWHERE];
  return [...problems, ...fewest(alternatives.map(each => preflightProblemsAt(sent, response, each, debug)))];
}

export function isPreflight(request: WireRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    headerOf(request, 'origin') !== undefined &&
    headerOf(request, 'access-control-request-method') !== undefined
  );
}

function failureProblems({ place }: Sent, { status }: RawResponse): string[] {
  return status >= 500 && status !== 505 && place?.fails !== true ? [`status ${status}`] : [];
}

function knownPreflight({ debug, interceptor }: FuzzSetting, sent: Sent, response: RawResponse): string[] {
  const { place, request } = sent;
  if (place === undefined) return [];
  // Fastify reads bodies before any route's handler runs, that of the portable path included.
  if (interceptor === 'always' && hasBody(request) && BODY_STATUSES.has(response.status)) return [];
  const method = headerOf(request, 'access-control-request-method') ?? '';
  const alternatives = reaches(place, request) ? candidatesAt(place, method) : [NOWHERE];
  return fewest(alternatives.map(each => preflightProblemsAt(sent, response, each, debug)));
}

function preflightProblemsAt(
  { request, place }: Sent,
  response: RawResponse,
  candidates: Candidates,
  debug: boolean,
): string[] {
  const facts = {
    origin: headerOf(request, 'origin') ?? '',
    method: headerOf(request, 'access-control-request-method') ?? '',
    requestedHeaders: headerOf(request, 'access-control-request-headers'),
  };
  const sharesMethods =
    place === undefined || !reaches(place, request)
      ? undefined
      : (method: string) => candidatesAt(place, method).some(other => isSame(other, candidates));
  return preflightProblems(response, facts, candidates, { debug, sharesMethods });
}

function anyActual(setting: FuzzSetting, sent: Sent, response: RawResponse): string[] {
  const { place, request } = sent;
  const facts = actualFacts(request);
  const [name] = valuesOf(response.headers, 'x-policy');
  if (name !== undefined && !POLICY_NAMES.includes(name)) return [`unknown policy ${name}`];
  const expected = expectedPolicies(sent, response, name);
  if (typeof expected === 'string') return [expected];
  const leavesNest = name === undefined || place?.isRaw === true;
  if (setting.interceptor === 'always' && leavesNest && isSilent(response)) return [];
  const problems = fewest(expected.map(policy => actualProblems(response, facts, policy)));
  // The raw response's own `Vary` replaces what an interceptor could put there.
  return setting.interceptor === 'always' && place?.isRaw === true
    ? problems.filter(problem => problem !== 'does not vary by Origin')
    : problems;
}

/** The possible policies of the response, or the faults that are already certain. */
function expectedPolicies(
  { place, request }: Sent,
  { status }: RawResponse,
  name: string | undefined,
): readonly NaivePolicy[] | string {
  if (place === undefined) {
    if (name !== undefined) return [naivePolicy(name)];
    return status === 403 ? enforcing() : [DEFAULTS];
  }
  const candidates = reaches(place, request) ? candidatesAt(place, request.method) : [NOWHERE];
  const policies = candidates.flatMap(each => each.policies);
  if (name !== undefined) {
    return policies.some(policy => policy.name === name) ? [naivePolicy(name)] : `answered by ${name}`;
  }
  const mayBeNowhere = place.path === VERSIONED || candidates.includes(NOWHERE);
  if (!place.isNamed || BODY_STATUSES.has(status)) return mayBeNowhere ? [...policies, DEFAULTS] : policies;
  if (status === 403) return policies.filter(({ enforce }) => enforce);
  return mayBeNowhere && status === 404 ? [DEFAULTS] : `no handler answered, but ${status}`;
}

function actualFacts(request: WireRequest): ActualFacts {
  const origin = headerOf(request, 'origin');
  return {
    origin,
    isSameOrigin:
      headerOf(request, 'sec-fetch-site') === 'same-origin' ||
      origin === `http://${headerOf(request, 'host') ?? ''}`,
  };
}

function hasBody(request: WireRequest): boolean {
  return headerOf(request, 'content-type') !== undefined;
}

/** Whether a place that is bound to a host is reached. */
function reaches({ host }: Place, request: WireRequest): boolean {
  return host === undefined || headerOf(request, 'host') === host;
}

function enforcing(): readonly NaivePolicy[] {
  return POLICY_NAMES.map(naivePolicy).filter(({ enforce }) => enforce);
}

function isSame(one: Candidates, other: Candidates): boolean {
  return (
    one.policies.length === other.policies.length &&
    one.policies.every(policy => other.policies.includes(policy))
  );
}

/** Where one of several truths must hold: what speaks against the likeliest. */
function fewest(lists: readonly string[][]): string[] {
  return lists.reduce(
    (least, list) => (list.length < least.length ? list : least),
    lists[0] ?? ['nothing is possible'],
  );
}
