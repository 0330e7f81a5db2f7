import { isCorsSafelistedMethod } from '../fetch/index.js';
import {
  type HeaderLine,
  type PreflightHeadersRefusal,
  type PreflightPolicies,
  PreparedAnswers,
} from './prepared-answers.js';

/** The methods of a policy without `methods`, on paths that no route serves. */
export const USUAL_METHODS: readonly string[] = Object.freeze([
  'GET',
  'HEAD',
  'PUT',
  'PATCH',
  'POST',
  'DELETE',
  'QUERY',
]);

export interface PreflightQuestion {
  /** The value of `Origin`. */
  readonly origin: string;
  /** The value of `Access-Control-Request-Method`. */
  readonly method: string;
  /** The value of `Access-Control-Request-Headers`. Several lines are joined with commas. */
  readonly headers: string | undefined;
}

/** Why a preflight is refused, in the order of the checks. */
export type PreflightRefusal =
  { readonly cause: 'origin' } | { readonly cause: 'method' } | PreflightHeadersRefusal;

/** The answer to a CORS-preflight request; its body is empty. */
export interface PreflightAnswer {
  readonly status: 200 | 204 | 403;
  /** The `Access-Control-*` headers, in the order in which they are sent. */
  readonly headers: readonly HeaderLine[];
  /** The value of `Vary`. */
  readonly vary: string;
  readonly refusal: PreflightRefusal | undefined;
}

/**
 * Decides a preflight, after its origin was decided.
 *
 * @param found the policies that routing found, or a plan made of them
 * @param originAllowed whether all policies allow the origin
 * @param debug whether a refused preflight of an allowed origin gets the headers of the policy, so
 * that the console of the browser names the cause
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function answerPreflight(
  found: PreflightPolicies,
  { origin, method, headers }: PreflightQuestion,
  originAllowed: boolean,
  debug: boolean,
): PreflightAnswer {
  const prepared = found instanceof PreparedAnswers ? found : new PreparedAnswers(found);
  const { vary } = prepared;
  if (!originAllowed || prepared.isEmpty) return refuse(vary, { cause: 'origin' });

  const methodAllowed = prepared.permitted.includes(method);
  const lines = methodAllowed ? prepared.allowedLines(headers) : ({ cause: 'method' } as const);
  const allowOrigin: HeaderLine = ['Access-Control-Allow-Origin', prepared.anyOrigin ? '*' : origin];
  if (!('cause' in lines)) {
    return { status: prepared.status, headers: [allowOrigin, ...lines], vary, refusal: undefined };
  }
  if (!debug) return refuse(vary, lines);

  return {
    status: refusedByBrowser(lines, method, prepared.permitted) ? prepared.status : 403,
    headers: [allowOrigin, ...prepared.explainingLines(headers)],
    vary,
    refusal: lines,
  };
}

/**
 * Whether a browser blocks the request after a successful status with the headers of the policy. It
 * does so if a requested header is not listed. If the requested headers could not be parsed, that
 * is not certain. It never checks a CORS-safelisted method. Without a list of methods, it allows
 * the requested method if the request has an upload listener.
 */
function refusedByBrowser(
  { cause }: PreflightRefusal,
  method: string,
  permitted: readonly string[],
): boolean {
  if (cause === 'method') return !isCorsSafelistedMethod(method) && permitted.length > 0;
  return cause === 'headers';
}

function refuse(vary: string, refusal: PreflightRefusal): PreflightAnswer {
  return { status: 403, headers: [], vary, refusal };
}
