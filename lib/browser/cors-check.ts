import { CLAUSES } from './clauses.js';
import { type FetchRequest, serializeRequestOrigin } from './fetch-request.js';
import type { FetchResponse, NetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';

/**
 * Whether the page may read a response. Each line of this function is a step of the standard.
 *
 * @see https://fetch.spec.whatwg.org/#concept-cors-check
 */
export function corsCheckFailure(request: FetchRequest, { headers }: FetchResponse): string | undefined {
  const allowed = headers.get('Access-Control-Allow-Origin');
  if (allowed === undefined)
    return "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
  if (request.credentials !== 'include' && allowed === '*') return undefined;
  const origin = serializeRequestOrigin(request);
  if (origin !== allowed) return mismatch(allowed, origin);
  if (request.credentials !== 'include') return undefined;
  const credentials = headers.get('Access-Control-Allow-Credentials');
  if (credentials === 'true') return undefined;
  return `The value of the 'Access-Control-Allow-Credentials' header in the response is '${credentials ?? ''}' which must be 'true' when the request's credentials mode is 'include'.`;
}

/** The CORS check, recorded as a step of the flow. */
export function corsCheck(
  request: FetchRequest,
  response: FetchResponse,
  flow: Flow,
): NetworkError | undefined {
  const failure = corsCheckFailure(request, response);
  if (failure !== undefined) return flow.failed('CORS check', failure, CLAUSES.corsCheck);
  const allowed = response.headers.get('Access-Control-Allow-Origin') ?? '';
  flow.passed('CORS check', `'Access-Control-Allow-Origin' is '${allowed}'.`, CLAUSES.corsCheck);
  return undefined;
}

function mismatch(allowed: string, origin: string): string {
  const header = "The 'Access-Control-Allow-Origin' header";
  if (allowed === '*')
    return `${header} must not be the wildcard '*' when the request's credentials mode is 'include'.`;
  if (allowed.includes(','))
    return `${header} contains multiple values '${allowed}', but only one is allowed.`;
  return `${header} has a value '${allowed}' that is not equal to the supplied origin '${origin}'.`;
}
