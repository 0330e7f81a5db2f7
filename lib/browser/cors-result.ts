import { CLAUSES } from './clauses.js';
import { type FetchRequest, currentUrl } from './fetch-request.js';
import { type Fetched, type FetchResponse, isNetworkError, type NetworkError } from './fetch-response.js';
import { visibleHeaders } from './filtered-response.js';
import type { Exchange, Flow, FlowStep } from './flow.js';
import { isRedirectStatus } from './http-redirect-fetch.js';

/**
 * The part of a response that a script sees.
 *
 * @publicApi
 */
export interface CorsResponse {
  /** @see https://fetch.spec.whatwg.org/#concept-response-type */
  readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect';
  /** The URL after redirects. Empty for an opaque response. */
  readonly url: string;
  readonly redirected: boolean;
  /** 0 for an opaque response. */
  readonly status: number;
  /** The headers that the script may see, by name in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As UTF-8. For an event stream, the first event. */
  readonly body: string;
}

/**
 * The result of a page's request.
 *
 * @publicApi
 */
export interface CorsResult {
  readonly outcome: 'readable' | 'blocked';
  /** The message of a browser's console, and the clause that decided. */
  readonly reason: string;
  /** The URL that the page requested, with its method, and the page's origin. */
  readonly request: { readonly method: string; readonly url: string; readonly origin: string };
  /** The last preflight that was sent. Undefined if none was sent. */
  readonly preflight: Exchange | undefined;
  /** The response as the script sees it. Undefined if the script gets an error. */
  readonly response: CorsResponse | undefined;
  /** The steps of the browser, in order. */
  readonly steps: readonly FlowStep[];
  /** Every request that reached a server, including preflights and redirects, with all headers. */
  readonly exchanges: readonly Exchange[];
}

export function corsResult(
  asked: CorsResult['request'],
  request: FetchRequest,
  fetched: Fetched,
  flow: Flow,
): CorsResult {
  const facts = {
    request: asked,
    preflight: flow.exchanges.findLast(({ kind }) => kind === 'preflight'),
    steps: flow.steps,
    exchanges: flow.exchanges,
  };
  if (isNetworkError(fetched))
    return { ...facts, outcome: 'blocked', reason: blockedReason(asked, fetched), response: undefined };
  const response = filtered(request, fetched, flow);
  const isReadable = response.type === 'cors' || response.type === 'basic';
  const { detail, clause } = flow.steps.at(-1) ?? { detail: '', clause: '' };
  return {
    ...facts,
    outcome: isReadable ? 'readable' : 'blocked',
    reason: `${detail} (${clause})`,
    response,
  };
}

function filtered(request: FetchRequest, response: FetchResponse, flow: Flow): CorsResponse {
  if (request.redirect === 'manual' && isRedirectStatus(response.status)) {
    flow.passed(
      'response',
      'A redirect that is not followed tells the script nothing.',
      CLAUSES.redirectFilter,
    );
    return { ...HIDDEN, type: 'opaqueredirect', url: currentUrl(request).href };
  }
  if (request.responseTainting === 'opaque') {
    flow.passed('response', "Mode 'no-cors': the response is opaque to the script.", CLAUSES.opaqueFilter);
    return { ...HIDDEN, type: 'opaque' };
  }
  const type = request.responseTainting;
  flow.passed(
    'response',
    type === 'cors' ? 'The script may read it.' : 'Same origin: CORS has no say.',
    type === 'cors' ? CLAUSES.corsFilter : CLAUSES.basicFilter,
  );
  return {
    type,
    url: currentUrl(request).href,
    redirected: request.urlList.length > 1,
    status: response.status,
    headers: visibleHeaders(request, response),
    body: response.body.toString(),
  };
}

const HIDDEN = { url: '', redirected: false, status: 0, headers: {}, body: '' } as const;
const CORS_CLAUSES: readonly string[] = [CLAUSES.corsCheck, CLAUSES.preflight];

function blockedReason({ url, origin }: CorsResult['request'], { error, clause }: NetworkError): string {
  const words = CORS_CLAUSES.includes(clause) ? 'has been blocked by CORS policy' : 'has failed';
  return `Access to fetch at '${url}' from origin '${origin}' ${words}: ${error} (${clause})`;
}
