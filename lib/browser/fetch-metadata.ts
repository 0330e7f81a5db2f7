import type { EngineProfile } from './engine-profile.js';
import { type FetchRequest, currentUrl, hasLeftOrigin, serializeRequestOrigin } from './fetch-request.js';
import type { Header } from './header-list.js';
import { OPAQUE_ORIGIN } from '../fetch/index.js';
import { type SameSiteTest, isPotentiallyTrustworthy } from './same-site.js';

/** The facts that the headers depend on. */
interface DescribedRequest {
  readonly origin: string;
  /** Every URL so far. The current one is the last. */
  readonly urlList: readonly URL[];
  readonly mode: string;
  /** Default: `empty`, as for `fetch()`. */
  readonly destination?: string;
}

/**
 * `Sec-Fetch-Site`, `-Mode` and `-Dest`, which are sent only to https and loopback. The first one
 * tells a server whether a request is same-origin.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration
 */
export function fetchMetadata(request: DescribedRequest, isSameSite: SameSiteTest): Header[] {
  const { mode, destination = 'empty' } = request;
  const url = request.urlList.at(-1);
  if (url === undefined || !isPotentiallyTrustworthy(url)) return [];
  return [
    ['Sec-Fetch-Site', siteValue(request, isSameSite)],
    ['Sec-Fetch-Mode', mode],
    ['Sec-Fetch-Dest', destination],
  ];
}

/** The same for a request of `fetch()`, with the redirects that the engine considers. */
export function requestMetadata(
  request: FetchRequest,
  kind: 'preflight' | 'actual',
  { redirectsInSite }: EngineProfile,
  isSameSite: SameSiteTest,
): Header[] {
  const { origin, urlList, mode, restartedAt } = request;
  switch (redirectsInSite) {
    case 'all':
      return fetchMetadata({ origin, urlList, mode }, isSameSite);
    case 'since a new request':
      return fetchMetadata({ origin, urlList: urlList.slice(restartedAt), mode }, isSameSite);
    case 'cross-site': {
      const isForeign = urlList.length > 1 && urlList.some(url => url.origin !== origin);
      return fetchMetadata({ origin: isForeign ? OPAQUE_ORIGIN : origin, urlList, mode }, isSameSite);
    }
    case 'none at all': {
      if (kind === 'actual' && hasLeftOrigin(request)) return [];
      const serialized = serializeRequestOrigin(request);
      return fetchMetadata({ origin: serialized, urlList: [currentUrl(request)], mode }, isSameSite);
    }
  }
}

/** Considers every URL, so that a redirect through a foreign site is visible. */
function siteValue({ origin, urlList }: DescribedRequest, isSameSite: SameSiteTest): string {
  if (origin !== OPAQUE_ORIGIN && urlList.every(url => url.origin === origin)) return 'same-origin';
  return urlList.every(url => isSameSite(url.origin, origin)) ? 'same-site' : 'cross-site';
}
