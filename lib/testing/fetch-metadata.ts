import { type FetchRequest, currentUrl } from './fetch-request.js';
import type { Header } from './header-list.js';
import { OPAQUE_ORIGIN } from '../fetch/opaque-origin.js';
import { type RegistrableDomain, isPotentiallyTrustworthy, isSameSite } from './same-site.js';

/**
 * `Sec-Fetch-Site`, `-Mode` and `-Dest`, which only go to https and loopback. A server can tell by the first that a request is same-origin.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration
 */
export function fetchMetadata(request: FetchRequest, registrableDomain: RegistrableDomain): Header[] {
  if (!isPotentiallyTrustworthy(currentUrl(request))) return [];
  return [
    ['Sec-Fetch-Site', siteValue(request, registrableDomain)],
    ['Sec-Fetch-Mode', request.mode],
    ['Sec-Fetch-Dest', 'empty'],
  ];
}

/** Every URL counts, so that a redirect through a foreign site shows. */
function siteValue({ origin, urlList }: FetchRequest, registrableDomain: RegistrableDomain): string {
  if (origin !== OPAQUE_ORIGIN && urlList.every(url => url.origin === origin)) return 'same-origin';
  return urlList.every(url => isSameSite(url.origin, origin, registrableDomain)) ? 'same-site' : 'cross-site';
}
