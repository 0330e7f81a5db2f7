import type { FetchResponse } from '../../browser/index.js';
import { type Answerer, answererOf, isPreflightAnswer } from './answered-by.js';
import {
  ALLOW_CREDENTIALS,
  ALLOW_ORIGIN,
  allowedOrigin,
  allows,
  isOk,
  otherCorsHeaders,
} from './cors-headers.js';
import type { Finding, FindingCode } from './finding.js';
import { type Observation, OTHER_ORIGIN } from './observation.js';
import { mismatchFinding } from './origin-findings.js';

const ASKS_FOR_LOGIN = [401, 407];
const LET_OPTIONS_PASS =
  'Let OPTIONS requests with Access-Control-Request-Method pass to the application without a login. Or configure CORS in the server that answers them.';

/** Why the page's preflight fails, and whether an allowed one comes from something else. */
export function preflightFindings(seen: Observation): Finding[] {
  const { preflight } = seen;
  if (preflight === undefined) return [];
  if (preflight.status >= 300 && preflight.status <= 399) return [redirected(seen, preflight)];
  if (!isOk(preflight)) return [failed(seen, preflight)];
  if (allowedOrigin(preflight) === undefined) return [silent(seen, preflight)];
  const mismatch = mismatchFinding(seen, preflight, 'The answer to the preflight');
  if (mismatch.length === 0) return [...refusedByBrowser(seen), ...answeredForAnybody(seen)];
  return letsRead(seen) ? [contradicted(seen, preflight)] : mismatch;
}

/** Whether the page could read the response to the actual request, if a browser sent it. */
function letsRead({ actual, asked }: Observation): boolean {
  const answer = actual?.response;
  return (
    answer !== undefined &&
    allowedOrigin(answer) === asked.origin &&
    (!asked.credentials || answer.headers.get(ALLOW_CREDENTIALS) === 'true')
  );
}

function contradicted({ asked }: Observation, preflight: FetchResponse): Finding {
  const credentials = asked.credentials ? ' with credentials' : '';
  return finding(
    'preflight-answered-in-front',
    { who: 'proxy' },
    `The preflight allows '${allowedOrigin(preflight) ?? ''}', and the response to the request allows ${asked.origin}${credentials}. Something in front of the application answers OPTIONS.`,
    'Remove the CORS settings in front of the application, such as an old cors(), and let OPTIONS pass to the application.',
  );
}

function finding(code: FindingCode, { who }: Pick<Answerer, 'who'>, what: string, change: string): Finding {
  return { code, who, what, change, blocks: true };
}

function redirected(seen: Observation, preflight: FetchResponse): Finding {
  const { asked, actual } = seen;
  const { who: answerer, evidence } = answererOf(preflight, actual?.response);
  // If only OPTIONS is redirected, something else answers the request.
  const who = answerer === 'server' && speaksCors(seen) ? 'proxy' : answerer;
  const location = preflight.headers.get('Location') ?? 'nowhere';
  return finding(
    'preflight-redirected',
    { who },
    `The answer to the preflight is ${preflight.status}, a redirect to ${location}. Browsers do not follow it. ${evidence}`.trim(),
    `Change the URL of the page from ${asked.url.href} to the target of the redirect, or do not redirect OPTIONS.`,
  );
}

function failed(seen: Observation, preflight: FetchResponse): Finding {
  if (preflight.status === 403 && isPreflightAnswer(preflight)) return refusedByPolicy(seen);
  const answerer = answererOf(preflight, seen.actual?.response);
  const { status } = preflight;
  if (answerer.who === 'application')
    return finding(
      'preflight-answered-in-front',
      answerer,
      `The application answers the preflight with ${status}, like any other request. It has no CORS configuration there. ${answerer.evidence}`,
      'Configure CORS in the application, before the code that gives this response.',
    );
  const who = speaksCors(seen) ? 'proxy' : answerer.who;
  const login = ASKS_FOR_LOGIN.includes(status) ? ' A preflight never has cookies or a login.' : '';
  return finding(
    'preflight-answered-in-front',
    { who },
    `The answer to the preflight is ${status}. It comes from something in front of the CORS configuration.${login} ${answerer.evidence}`.trim(),
    LET_OPTIONS_PASS,
  );
}

/** Whether the response to the request itself allows the origin of the page. */
function speaksCors({ actual, asked }: Observation): boolean {
  return allows(actual?.response, asked.origin);
}

function silent(seen: Observation, preflight: FetchResponse): Finding {
  const others = otherCorsHeaders(preflight);
  if (others.length > 0 || isPreflightAnswer(preflight))
    return finding(
      'origin-not-allowed',
      { who: 'application' },
      `The answer to the preflight has no ${ALLOW_ORIGIN}: the server does not allow ${seen.asked.origin}.`,
      `If the page should have access, allow ${seen.asked.origin} in the policy.`,
    );
  const answerer = answererOf(preflight, seen.actual?.response);
  return finding(
    'preflight-answered-in-front',
    speaksCors(seen) ? { who: 'proxy' } : answerer,
    `The answer to the preflight is ${preflight.status}, without any CORS header. It comes from something without a CORS configuration. ${answerer.evidence}`.trim(),
    LET_OPTIONS_PASS,
  );
}

/** Smaller preflights show which part of the request is refused. */
function refusedByPolicy({ asked, withoutHeaders, forGet }: Observation): Finding {
  const allowsHere = (answer: FetchResponse | undefined) =>
    answer !== undefined && isOk(answer) && allows(answer, asked.origin);
  const names = asked.headers.map(([name]) => name).join(', ');
  if (allowsHere(withoutHeaders))
    return finding(
      'header-not-allowed',
      { who: 'application' },
      `The application allows ${asked.method} for ${asked.origin}, but not with these headers: ${names}.`,
      'If the page should send them, add the missing names to allowedHeaders.',
    );
  if (allowsHere(forGet))
    return finding(
      'method-not-allowed',
      { who: 'application' },
      `The application does not allow ${asked.method} for ${asked.origin}, but it allows GET.`,
      `If the page should use ${asked.method}, add it to methods, or add the origin to the policy of that route.`,
    );
  return finding(
    'origin-not-allowed',
    { who: 'application' },
    `The application refuses the preflight: its policy does not allow ${asked.origin}.`,
    'If the page should have access, add its origin to the policy of that route.',
  );
}

/** The preflight allows the origin, but not the method or a header. */
function refusedByBrowser({ result, asked }: Observation): Finding[] {
  const step = result.steps.find(({ step, passed }) => step === 'preflight' && !passed);
  if (step === undefined) return [];
  const who = { who: 'application' } as const;
  if (step.detail.startsWith('Method '))
    return [
      finding(
        'method-not-allowed',
        who,
        step.detail,
        `If the page should use ${asked.method}, add it to methods.`,
      ),
    ];
  if (step.detail.startsWith('Request header field '))
    return [
      finding(
        'header-not-allowed',
        who,
        step.detail,
        'If the page should send it, add it to allowedHeaders.',
      ),
    ];
  if (step.detail.startsWith('Cannot parse '))
    return [
      finding(
        'unusable-value',
        { who: 'server' },
        step.detail,
        'Write a list of names, separated by commas.',
      ),
    ];
  return [];
}

/** Preflights are allowed for any origin and requests are not, so different servers answer them. */
function answeredForAnybody({ actual, preflight, otherPreflight, other, asked }: Observation): Finding[] {
  if (otherPreflight === undefined || other === undefined || actual?.inPlaceOf !== undefined) return [];
  if (!isOk(otherPreflight) || !allows(otherPreflight, OTHER_ORIGIN)) return [];
  if (allows(other, OTHER_ORIGIN) || allowedOrigin(other) === '*' || preflight === undefined) return [];
  return [
    {
      code: 'preflight-answered-in-front',
      who: 'proxy',
      what: `The preflight allows any origin, and the response to the request does not. Something in front of the application answers OPTIONS, without its policies.`,
      change: `Let OPTIONS pass to the application. Until then, any page can send ${asked.method} with these headers.`,
      blocks: false,
    },
  ];
}
