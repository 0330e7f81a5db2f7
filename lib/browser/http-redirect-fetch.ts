import { CLAUSES } from './clauses.js';
import type { EngineProfile } from './engine-profile.js';
import { type FetchRequest, currentUrl, isSameOrigin } from './fetch-request.js';
import type { FetchResponse, NetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import { HeaderList } from './header-list.js';

const REDIRECT_STATUSES = [301, 302, 303, 307, 308];
const REQUEST_BODY_HEADERS = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type'];

/** @see https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return REDIRECT_STATUSES.includes(status);
}

/**
 * Makes the request that follows a redirect.
 *
 * @returns `follow`; `final` if there is no `Location`; or the network error
 * @see https://fetch.spec.whatwg.org/#concept-http-redirect-fetch
 */
export function httpRedirectFetch(
  request: FetchRequest,
  response: FetchResponse,
  { redirectsRestoreHeaders }: EngineProfile,
  flow: Flow,
): 'follow' | 'final' | NetworkError {
  const from = currentUrl(request);
  const location = response.headers.get('Location');
  if (location === undefined) return 'final';
  const url = locationUrl(location, from);
  const failure = url === undefined ? `Location '${location}' is no URL.` : refusal(request, response, url);
  if (url === undefined || failure !== undefined)
    return flow.failed('redirect', failure ?? '', CLAUSES.redirect);

  if (redirectsRestoreHeaders) restore(request, response.status);
  if (becomesGet(request.method, response.status)) {
    request.method = 'GET';
    request.body = undefined;
    for (const name of REQUEST_BODY_HEADERS) request.headers.delete(name);
  }
  if (url.origin !== from.origin) request.headers.delete('Authorization');
  request.urlList.push(url);
  flow.passed('redirect', `${response.status} to ${url.href}.`, CLAUSES.redirect);
  return 'follow';
}

/**
 * A redirect removes headers from those of the script, and not from those that remain after an
 * earlier redirect. Headers that an earlier redirect removed are therefore listed again.
 */
function restore(request: FetchRequest, status: number): void {
  const { method, headers, givenMethod, givenHeaders, typeIsOfBody, urlList } = request;
  for (const [name] of givenHeaders) headers.delete(name);
  for (const [name, value] of givenHeaders) headers.append(name, value);
  const isBodyLost = becomesGet(givenMethod, status) || (typeIsOfBody && status <= 303);
  const lost = method !== givenMethod && isBodyLost ? REQUEST_BODY_HEADERS : [];
  for (const name of lost) headers.delete(name);
  const again = [...givenHeaders].filter(([name]) => urlList.length > 1 && !headers.has(name));
  request.stillNamed = new HeaderList(again);
}

/** @see https://fetch.spec.whatwg.org/#concept-response-location-url */
function locationUrl(location: string, base: URL): URL | undefined {
  if (!URL.canParse(location, base.href)) return undefined;
  const url = new URL(location, base);
  if (url.hash === '') url.hash = base.hash;
  return url;
}

function refusal(request: FetchRequest, response: FetchResponse, url: URL): string | undefined {
  const credentials = url.username !== '' || url.password !== '';
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `Redirect location '${url.href}' is not on http or https.`;
  if (request.urlList.length > 20) return 'net::ERR_TOO_MANY_REDIRECTS';
  const isForeign = !isSameOrigin(request, url) || request.responseTainting === 'cors';
  if (request.mode === 'cors' && credentials && isForeign)
    return `Redirect location '${url.href}' contains a username and password, which is disallowed for cross-origin requests.`;
  if (response.status !== 303 && request.body?.isStream === true)
    return 'A stream body cannot be sent again to where the redirect leads.';
  return undefined;
}

function becomesGet(method: string, status: number): boolean {
  if (status === 303) return method !== 'GET' && method !== 'HEAD';
  return (status === 301 || status === 302) && method === 'POST';
}
