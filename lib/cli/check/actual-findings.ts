import { type FetchResponse, isRedirectStatus } from '../../browser/index.js';
import { answererOf, isPreflightAnswer } from './answered-by.js';
import {
  ALLOW_CREDENTIALS,
  ALLOW_ORIGIN,
  allowedOrigin,
  allows,
  isOk,
  otherCorsHeaders,
  variesBy,
} from './cors-headers.js';
import type { Finding } from './finding.js';
import { type Observation, OTHER_ORIGIN } from './observation.js';
import { mismatchFinding } from './origin-findings.js';

/** Faults of the response that the page would read, and of the responses to other origins. */
export function actualFindings(seen: Observation): Finding[] {
  const answer = seen.actual?.response;
  if (answer === undefined) return [];
  return [...unreadable(seen, answer), ...openToAll(seen)];
}

function unreadable(seen: Observation, answer: FetchResponse): Finding[] {
  // redirectFindings() reports redirects.
  if (seen.isStandInOnly || failsBefore(seen) || isRedirectStatus(answer.status)) return [];
  if (allowedOrigin(answer) === undefined) return [missing(seen, answer)];
  return mismatchFinding(seen, answer, 'The response');
}

/** Whether the browser never sends the page's request. Its response is then only a hint. */
function failsBefore({ result }: Observation): boolean {
  return result.steps.some(({ step, passed }) => step === 'preflight' && !passed);
}

function missing(seen: Observation, answer: FetchResponse): Finding {
  const { asked, actual } = seen;
  const without = `The response, ${answer.status}, has no ${ALLOW_ORIGIN}`;
  const finding = (code: Finding['code'], who: Finding['who'], what: string, change: string): Finding => ({
    code,
    who,
    what: actual?.inPlaceOf === undefined ? what : `${what} (GET was sent in place of ${actual.inPlaceOf}.)`,
    change,
    blocks: true,
  });
  const others = otherCorsHeaders(answer);
  if (others.length > 0)
    return finding(
      'headers-missing',
      'proxy',
      `${without}, but ${others.join(', ')}, which has no effect alone. Something removes ${ALLOW_ORIGIN}.`,
      'Look in the proxy for a setting that removes response headers, such as proxy_hide_header.',
    );
  const { who, evidence } = answererOf(answer, undefined);
  if (answer.status >= 500 || (answer.status >= 400 && who === 'proxy'))
    return finding(
      'error-without-cors',
      who,
      `${without}. The cause is the error itself. The browser withholds it, because error responses there have no CORS headers. ${evidence}`.trim(),
      `Find out why the server answers ${answer.status}. Then add CORS headers to error responses.`,
    );
  if (grantsByPolicy(seen))
    return finding(
      'headers-missing',
      'proxy',
      `The preflight allows this origin, but not every origin. ${without}. Something removes the headers of the response, or nothing adds them.`,
      'Look in the proxy for a setting that removes response headers. Check whether the response comes from the application.',
    );
  if (variesBy(answer, 'Origin') || isRefusal(seen.extraPreflight))
    return finding(
      'origin-not-allowed',
      'application',
      `${without}. The server has a CORS configuration, which does not allow ${asked.origin} here.`,
      `If the page should have access, allow ${asked.origin} in the policy of that route.`,
    );
  if (granted(seen))
    return finding(
      'headers-missing',
      'server',
      `The preflight is allowed. ${without}.`,
      'Send CORS headers with every response, not only with the answer to OPTIONS. Look also for a setting that removes response headers.',
    );
  return finding(
    'no-cors',
    'application',
    `${without}, and no other CORS header. No policy applies there, or something removes its headers.`,
    `If the page should have access, give that route a policy that allows ${asked.origin}.`,
  );
}

function isRefusal(preflight: FetchResponse | undefined): boolean {
  return preflight?.status === 403 && isPreflightAnswer(preflight);
}

function granted({ preflight, extraPreflight, asked }: Observation): boolean {
  return [preflight, extraPreflight].some(
    answer => answer !== undefined && isOk(answer) && allows(answer, asked.origin),
  );
}

/** Whether the preflight is allowed, and that of another origin is not. */
function grantsByPolicy(seen: Observation): boolean {
  const { otherPreflight } = seen;
  return (
    granted(seen) &&
    otherPreflight !== undefined &&
    !(isOk(otherPreflight) && allows(otherPreflight, OTHER_ORIGIN))
  );
}

/** Any page could read responses for the user. */
function openToAll({ other }: Observation): Finding[] {
  if (other === undefined || allowedOrigin(other) !== OTHER_ORIGIN) return [];
  if (other.headers.get(ALLOW_CREDENTIALS) !== 'true') return [];
  return [
    {
      code: 'reflects-any-origin',
      who: 'server',
      what: `The server allows every origin with credentials: it also allowed ${OTHER_ORIGIN}. Any page can read the response with the cookies of its visitors.`,
      change:
        "List the origins. In a proxy, look for a header that is set to the request's Origin, such as $http_origin.",
      blocks: false,
    },
  ];
}

/** A redirect of the request. Browsers follow it only if both responses have CORS headers. */
export function redirectFindings({ sent, result, actual, asked }: Observation): Finding[] {
  const redirect = sent.find(
    ({ method, response }) => method !== 'OPTIONS' && isRedirectStatus(response?.status ?? 0),
  )?.response;
  if (redirect === undefined) return [];
  const isReadable = result.outcome === 'readable';
  const ending = isReadable
    ? 'The page can read the response, but a redirect makes a request with a preflight fail.'
    : allows(redirect, asked.origin)
      ? (actual?.failure?.what ?? 'The page is blocked.')
      : `The redirect has no ${ALLOW_ORIGIN} for the page, so browsers do not follow it.`;
  const location = redirect.headers.get('Location') ?? 'nowhere';
  return [
    {
      code: 'request-redirected',
      who: answererOf(redirect, undefined).who,
      what: `The response to the request is ${redirect.status}, a redirect to ${location}. ${ending}`,
      change: 'Change the URL of the page to the target of the redirect.',
      blocks: !isReadable,
    },
  ];
}
