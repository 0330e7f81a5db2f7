import { extractTokens } from './extract-header-list-values.js';
import type { FetchRequest } from './fetch-request.js';
import type { FetchResponse } from './fetch-response.js';

const SAFELISTED = [
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
];
const FORBIDDEN = ['set-cookie', 'set-cookie2'];

/**
 * The headers that a script may see, by name in lower case.
 *
 * @see https://fetch.spec.whatwg.org/#concept-filtered-response
 */
export function visibleHeaders(request: FetchRequest, response: FetchResponse): Record<string, string> {
  const names =
    request.responseTainting === 'basic'
      ? response.headers.names()
      : [...SAFELISTED, ...exposedNames(request, response)];
  return Object.fromEntries(
    Object.entries(response.headers.toObject()).filter(
      ([name]) => names.includes(name) && !FORBIDDEN.includes(name),
    ),
  );
}

/** @see https://fetch.spec.whatwg.org/#concept-response-cors-exposed-header-name-list */
function exposedNames(request: FetchRequest, { headers }: FetchResponse): string[] {
  const listed = extractTokens('Access-Control-Expose-Headers', headers);
  if (typeof listed === 'string') return [];
  if (request.credentials !== 'include' && listed.includes('*')) return headers.names();
  return listed.map(name => name.toLowerCase());
}
