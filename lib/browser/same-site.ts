import { isIP } from 'node:net';
import { OPAQUE_ORIGIN } from '../fetch/index.js';
import type { EngineProfile } from './engine-profile.js';

/** The registrable domain of a host name, such as `example.com` for `www.example.com`. */
export type RegistrableDomain = (host: string) => string;

export type SameSiteTest = (origin: string, other: string) => boolean;

/**
 * The last two labels, or three if the last two look like those of a country (`co.uk`). This guess
 * without the public suffix list is sufficient for the names of tests.
 */
export function guessRegistrableDomain(host: string): string {
  const labels = host.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  return labels.slice(top.length === 2 && second.length <= 3 ? -3 : -2).join('.');
}

/**
 * Schemefully same site. An opaque origin is same site with no other origin.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#same-site
 */
export function isSameSite(a: string, b: string, registrableDomain: RegistrableDomain): boolean {
  if (a === OPAQUE_ORIGIN || b === OPAQUE_ORIGIN) return false;
  return siteOf(a, registrableDomain) === siteOf(b, registrableDomain);
}

/** The same, independent of the schemes. */
export function isSchemelesslySameSite(a: string, b: string, registrableDomain: RegistrableDomain): boolean {
  const [left, right] = [a, b].map(origin => origin.replace(/^https:/, 'http:'));
  return isSameSite(left ?? a, right ?? b, registrableDomain);
}

/** How an engine decides whether two origins are same site. */
export function sameSiteTest(
  { schemefulSites }: Pick<EngineProfile, 'schemefulSites'>,
  registrableDomain: RegistrableDomain,
): SameSiteTest {
  const test = schemefulSites ? isSameSite : isSchemelesslySameSite;
  return (origin, other) => test(origin, other, registrableDomain);
}

/** The site of a tuple origin, without its port. For an opaque origin, the origin itself. */
export function siteOf(origin: string, registrableDomain: RegistrableDomain): string {
  if (origin === OPAQUE_ORIGIN) return origin;
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hasLabels(hostname) ? registrableDomain(hostname) : hostname}`;
}

/** @see https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isPotentiallyTrustworthy({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || isLoopback(hostname);
}

/** @see https://www.rfc-editor.org/rfc/rfc6761#section-6.3 */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    (isIP(hostname) === 4 && hostname.startsWith('127.'))
  );
}

function hasLabels(hostname: string): boolean {
  return isIP(hostname) === 0 && !hostname.startsWith('[');
}
