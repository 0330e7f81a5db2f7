import type { Header } from './header-list.js';
import { OPAQUE_ORIGIN } from '../fetch/opaque-origin.js';
import { type RegistrableDomain, isPotentiallyTrustworthy, isSameSite } from './same-site.js';

/** What the headers depend on. */
interface DescribedRequest {
  readonly origin: string;
  /** Every URL so far, the current one last. */
  readonly urlList: readonly URL[];
  readonly mode: string;
  /** Default: what `fetch()` has, `empty`. */
  readonly destination?: string;
}

/**
 * `Sec-Fetch-Site`, `-Mode` and `-Dest`, which only go to https and loopback. A server can tell by the first that a request is same-origin.
 *
 * @see https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration
 */
export function fetchMetadata(request: DescribedRequest, registrableDomain: RegistrableDomain): Header[] {
  const { mode, destination = 'empty' } = request;
  const url = request.urlList.at(-1);
  if (url === undefined || !isPotentiallyTrustworthy(url)) return [];
  return [
    ['Sec-Fetch-Site', siteValue(request, registrableDomain)],
    ['Sec-Fetch-Mode', mode],
    ['Sec-Fetch-Dest', destination],
  ];
}

/** Every URL counts, so that a redirect through a foreign site shows. */
function siteValue({ origin, urlList }: DescribedRequest, registrableDomain: RegistrableDomain): string {
  if (origin !== OPAQUE_ORIGIN && urlList.every(url => url.origin === origin)) return 'same-origin';
  return urlList.every(url => isSameSite(url.origin, origin, registrableDomain)) ? 'same-site' : 'cross-site';
}
