import { describeValue, enforcementOf } from '../../policy/index.js';
import type { ExplainedPolicy } from '../explained-policy.js';
import { placeOf, placeToSet } from '../policy-place.js';
import { advice, hostAdvice } from '../refusal-advice.js';
import type { AskedRequest } from './asked-request.js';
import { withoutCredentials } from './explain-preflight.js';
import type { ExplanationSteps } from './explanation-steps.js';
import { OriginRuling } from './origin-ruling.js';
import { actualStandIn } from './request-stand-in.js';

/**
 * What the module does with a request. `headers`: Fastify answers before its hooks run, so the
 * module only sets headers. `nothing`: the request ends before the interceptor runs.
 */
export type Reach = 'everything' | 'headers' | 'nothing';

/**
 * Records the checks of the actual request.
 *
 * @param server what the module does with this request, and how long it waits for predicates
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export async function explainActual(
  asked: AskedRequest,
  explained: ExplainedPolicy,
  { reach, originTimeout }: { readonly reach: Reach; readonly originTimeout: number },
  steps: ExplanationSteps,
): Promise<void> {
  const { origin, credentials } = asked;
  const { policy } = explained;
  if (reach === 'nothing') {
    steps.failed(
      'actual-origin',
      "no Access-Control-Allow-Origin, since no handler answers and CorsInterceptor reaches nothing else: the platform itself decides with interceptor: 'auto' on Express and Fastify",
    );
    return;
  }
  const ruling = new OriginRuling(origin, actualStandIn(asked), originTimeout);
  const unasked =
    reach === 'headers'
      ? 'a malformed URL'
      : asked.ownPage
        ? `pages of ownOrigins${advice('list the page itself in origin')}`
        : undefined;
  const refusal = await (unasked === undefined
    ? ruling.refusal([explained])
    : ruling.refusalUnasked(explained, unasked));
  if (reach === 'headers') {
    steps.passed(
      'actual-enforce',
      'the platform answers the malformed URL with 400 before the module could refuse Origin',
    );
  } else {
    explainEnforce(asked, explained, refusal === undefined, steps);
  }
  if (asked.foreignHost && policy.enforce === true && reach === 'everything') {
    steps.failed('actual-origin', 'no Access-Control-Allow-Origin, since the 403 of enforce has none');
    return;
  }
  const { allowsAny } = policy.origin;
  steps.check(
    'actual-origin',
    refusal,
    `Access-Control-Allow-Origin is ${allowsAny ? '*' : origin}, by origin of ${placeOf('origin', explained)}`,
  );
  if (credentials) {
    steps.check(
      'actual-credentials',
      policy.credentials ? undefined : withoutCredentials(origin, [explained]),
      `Access-Control-Allow-Credentials is true, by credentials of ${placeOf('credentials', explained)}`,
    );
  }
  if (steps.allPassed) steps.passed('actual-exposed-headers', exposed(explained, credentials));
  steps.passed('actual-vary', vary(explained));
}

/** The 403 for a host that is not in `ownOrigins`, for every origin. */
export function explainForeignHost(
  { url }: AskedRequest,
  explained: ExplainedPolicy,
  steps: ExplanationSteps,
): void {
  steps.failed(
    'actual-enforce',
    `the server itself answers with 403 before the handler runs, by enforce of ${placeToSet('enforce', explained)}, since ${hostAdvice(url.host)}`,
  );
}

function explainEnforce(
  asked: AskedRequest,
  explained: ExplainedPolicy,
  allowed: boolean,
  steps: ExplanationSteps,
): void {
  const { policy } = explained;
  const place = placeToSet('enforce', explained);
  const enforcement = enforcementOf(policy, { origin: '', allowed });
  if (asked.foreignHost && policy.enforce === true) {
    explainForeignHost(asked, explained, steps);
  } else if (asked.foreignHost && policy.enforce === 'report') {
    steps.passed(
      'actual-enforce',
      `the server lets the request through and reports it, by enforce of ${place}: true would answer with 403, since ${hostAdvice(asked.url.host)}`,
    );
  } else if (asked.ownPage) {
    steps.passed(
      'actual-enforce',
      "the server lets the request through, since Origin is one of the application's own",
    );
  } else if (enforcement === true) {
    steps.failed(
      'actual-enforce',
      `the server itself answers with 403 before the handler runs, by enforce of ${place}, since Origin is not allowed`,
    );
  } else if (allowed) {
    steps.passed('actual-enforce', 'the server lets the request through, since Origin is allowed');
  } else if (enforcement === 'report') {
    steps.passed(
      'actual-enforce',
      `the handler runs all the same, the browser withholds its answer, and the server reports the request: enforce: true in place of 'report' in ${place} makes it answer with 403`,
    );
  } else {
    steps.passed(
      'actual-enforce',
      `the handler runs all the same and the browser withholds its answer: enforce: true in ${place} makes the server refuse Origin too`,
    );
  }
}

function exposed(explained: ExplainedPolicy, credentials: boolean): string {
  const { exposedHeaders } = explained.policy;
  if (exposedHeaders === undefined) {
    return `without Access-Control-Expose-Headers the script reads the CORS-safelisted response headers alone: name others in exposedHeaders in ${placeToSet('exposedHeaders', explained)}`;
  }
  return exposedHeaders === '*' && !credentials
    ? 'Access-Control-Expose-Headers is *: the script reads every response header but Set-Cookie'
    : `Access-Control-Expose-Headers lets the script read ${describeValue(exposedHeaders)} beside the CORS-safelisted response headers`;
}

function vary({ policy }: ExplainedPolicy): string {
  return policy.origin.dependsOnOrigin
    ? 'Vary has Origin, so that no shared cache hands the answer for one origin to another'
    : 'Vary does not have Origin, since the answer is the same for every origin';
}
