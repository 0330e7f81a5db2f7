import { isCorsSafelistedMethod } from '../fetch/index.js';
import {
  type HeaderLine,
  type PreflightHeadersRefusal,
  type PreflightPolicies,
  PreparedAnswers,
} from './prepared-answers.js';

/** The methods that the module defaults stand for on paths that no route serves. */
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
  /** `Origin`. */
  readonly origin: string;
  /** `Access-Control-Request-Method`. */
  readonly method: string;
  /** `Access-Control-Request-Headers`, lines joined with commas. */
  readonly headers: string | undefined;
}

/** Why a preflight is refused, in the order of the checks. */
export type PreflightRefusal =
  { readonly cause: 'origin' } | { readonly cause: 'method' } | PreflightHeadersRefusal;

/** The answer to a CORS-preflight request; its body is empty. */
export interface PreflightAnswer {
  readonly status: 200 | 204 | 403;
  /** `Access-Control-*`, in the order in which they are sent. */
  readonly headers: readonly HeaderLine[];
  /** The value of `Vary`. */
  readonly vary: string;
  readonly refusal: PreflightRefusal | undefined;
}

/**
 * Decides a preflight whose origin was decided already.
 *
 * @param found what routing found, with prepared answers if the combination of routes was met before
 * @param originAllowed whether every one of the policies allows the origin
 * @param debug whether a refusal for an allowed origin carries the headers that are true, for the browser's console
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
 * Whether a browser refuses by itself when a successful answer tells the truth. A header that is not listed it refuses; of a
 * list that was not read there may be none. It never checks a CORS-safelisted method, and without any list it takes the
 * requested method as allowed where the request has an upload listener.
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
