import {
  MAX_REQUESTED_HEADERS_LENGTH,
  type PreflightAnswer,
  type PreflightPolicies,
  answerPreflight,
  describeValue,
} from '../../policy/index.js';
import type { ExplainedPolicy } from '../explained-policy.js';
import { placeOf, placeToSet } from '../policy-place.js';
import { whyNotAllowed } from '../pasted-option.js';
import { advice, headerAdvice, methodAdvice, tooManyHeadersAdvice } from '../refusal-advice.js';
import type { AskedRequest } from './asked-request.js';
import type { ExplanationSteps } from './explanation-steps.js';
import { OriginRuling } from './origin-ruling.js';
import { preflightStandIn } from './request-stand-in.js';

/** How long a browser keeps an answer without `Access-Control-Max-Age`, in seconds. */
const BROWSER_MAX_AGE = 5;

/** What routing found for a preflight. */
export interface FoundPolicies {
  readonly found: PreflightPolicies;
  /** The same policies, each with the first handler that has it. */
  readonly explained: readonly ExplainedPolicy[];
  /** Whether a route of Nest serves the announced request. */
  readonly served: boolean;
}

/**
 * Records all checks of a CORS-preflight fetch, in the order of the standard. It goes on after a
 * failed check, so that the user sees every problem at once.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export async function explainPreflight(
  asked: AskedRequest,
  { found, explained }: FoundPolicies,
  { debug, originTimeout }: { readonly debug: boolean; readonly originTimeout: number },
  steps: ExplanationSteps,
): Promise<void> {
  const { method, unsafeNames, origin } = asked;
  const requested = unsafeNames.length === 0 ? undefined : unsafeNames.join(',');
  const question = { origin, method, headers: requested };
  const ruling = new OriginRuling(origin, preflightStandIn(asked), originTimeout);
  const refusal = await ruling.refusal(explained);
  // The headers for an allowed origin. A refusal without `debug` has none of them.
  const offer = new Map(answerPreflight(found, question, true, true).headers);
  steps.check(
    'preflight-origin',
    refusal,
    `Access-Control-Allow-Origin is ${offer.get('Access-Control-Allow-Origin') ?? ''}, by origin of ${places('origin', explained)}`,
  );
  explainCredentials(asked, explained, offer, steps);
  explainMethod(asked, explained, offer, steps);
  explainHeaders(asked, explained, offer, steps);

  const answer = answerPreflight(found, question, refusal === undefined, debug);
  explainAnswer(answer, debug, steps);
  if (steps.allPassed) steps.passed('preflight-cache', cached(answer));
}

function explainCredentials(
  { credentials, origin }: AskedRequest,
  explained: readonly ExplainedPolicy[],
  offer: ReadonlyMap<string, string>,
  steps: ExplanationSteps,
): void {
  if (!credentials) return;
  steps.check(
    'preflight-credentials',
    offer.get('Access-Control-Allow-Credentials') === 'true'
      ? undefined
      : withoutCredentials(origin, explained),
    `Access-Control-Allow-Credentials is true, by credentials of ${places('credentials', explained)}`,
  );
}

/** Why an answer is not valid for credentials mode `include`. */
export function withoutCredentials(origin: string, explained: readonly ExplainedPolicy[]): string {
  const refusing = explained.filter(({ policy }) => !policy.credentials);
  const places = refusing.map(each => placeToSet('credentials', each)).join(' and ');
  const open = refusing.find(({ policy }) => policy.origin.allowsAny);
  const listing =
    open === undefined
      ? ''
      : `, and origin: [${describeValue(origin)}] in place of '*' in ${placeToSet('origin', open)}, since a browser takes no '*' with credentials`;
  const [problem] = refusing.flatMap(
    ({ policy, effective }) =>
      whyNotAllowed(effective, {
        credentials: true,
        ...(policy.origin.allowsAny ? { origin: [origin] } : {}),
      }) ?? [],
  );
  const change =
    problem === undefined
      ? `write credentials: true in ${places}${listing}`
      : `change more than credentials in ${places}: ${problem}`;
  return `no Access-Control-Allow-Credentials, which credentials: 'include' needs${advice(change)}`;
}

function explainMethod(
  { method }: AskedRequest,
  explained: readonly ExplainedPolicy[],
  offer: ReadonlyMap<string, string>,
  steps: ExplanationSteps,
): void {
  const offered = offer.get('Access-Control-Allow-Methods') ?? '';
  const refusal = offered.split(',').includes(method) ? undefined : methodAdvice(method, explained);
  steps.check('preflight-method', refusal, `Access-Control-Allow-Methods has ${method}: ${offered}`);
}

function explainHeaders(
  { unsafeNames }: AskedRequest,
  explained: readonly ExplainedPolicy[],
  offer: ReadonlyMap<string, string>,
  steps: ExplanationSteps,
): void {
  const { length } = unsafeNames.join(',');
  if (length > MAX_REQUESTED_HEADERS_LENGTH) {
    steps.failed('preflight-header', tooManyHeadersAdvice(length));
    return;
  }
  const offered = offer.get('Access-Control-Allow-Headers')?.toLowerCase().split(',') ?? [];
  for (const name of unsafeNames) {
    steps.check(
      'preflight-header',
      offered.includes(name) ? undefined : headerAdvice(name, explained),
      `Access-Control-Allow-Headers has ${describeValue(name)}, by allowedHeaders of ${places('allowedHeaders', explained)}`,
    );
  }
}

function explainAnswer(
  { status, headers, refusal }: PreflightAnswer,
  debug: boolean,
  steps: ExplanationSteps,
): void {
  if (refusal === undefined) {
    steps.passed(
      'preflight-answer',
      `OPTIONS is answered with ${status}, and no handler, guard or middleware runs`,
    );
    return;
  }
  const console =
    headers.length > 0
      ? 'with the headers that are true, so that the console names the cause'
      : debug
        ? 'without CORS headers, since the origin has no access'
        : 'without CORS headers. For every cause, the console then reports that Access-Control-Allow-Origin is missing. With debug: true in CorsModule.forRoot(), allowed origins see the cause';
  steps.failed('preflight-answer', `OPTIONS is answered with ${status}, ${console}`);
}

function cached({ headers }: PreflightAnswer): string {
  const maxAge = new Map(headers).get('Access-Control-Max-Age');
  if (maxAge === undefined) {
    return `the answer has no Access-Control-Max-Age: browsers keep it for ${BROWSER_MAX_AGE} seconds`;
  }
  return maxAge === '0'
    ? 'Access-Control-Max-Age is 0: the browser keeps nothing, and asks again each time'
    : `Access-Control-Max-Age is ${maxAge}: the browser keeps the answer for as many seconds, Chromium for 7200 and Safari for 600 at most`;
}

/** The places where the policies set the field, without duplicates. */
function places(
  field: 'origin' | 'credentials' | 'allowedHeaders',
  explained: readonly ExplainedPolicy[],
): string {
  return [...new Set(explained.map(each => placeOf(field, each)))].join(' and ');
}
