import { type SameSiteTest, isPotentiallyTrustworthy } from './same-site.js';
import { type ParsedCookie, parseSetCookie, type SameSite } from './set-cookie.js';

/**
 * The name of the jar for the requests of a page to a URL. Without a page, it is the jar for the
 * visits of the user.
 */
export type CookiePartition = (url: URL, origin: string | undefined) => string;

interface StoredCookie extends ParsedCookie {
  readonly partition: string;
  readonly domain: string;
  readonly path: string;
  readonly hostOnly: boolean;
}

/**
 * The cookies of a browser. By default, a cookie without `SameSite` counts as `Lax`, as in the
 * drafts and in Chromium. Cookies are shared between ports.
 *
 * @see https://httpwg.org/http-extensions/draft-ietf-httpbis-rfc6265bis.html#name-user-agent-requirements
 */
export class CookieJar {
  private cookies: StoredCookie[] = [];

  constructor(
    private readonly now: () => number,
    private readonly isSameSite: SameSiteTest,
    private readonly sameSiteDefault: SameSite = 'Lax',
    private readonly partition: CookiePartition = () => '',
  ) {}

  /**
   * Stores one `Set-Cookie` line of a response.
   *
   * @param origin the page that sent the request; undefined if the user went to the URL
   */
  store(line: string, url: URL, origin?: string): void {
    const cookie = parseSetCookie(line, this.now());
    if (cookie === undefined || !this.mayStore(cookie, url, origin)) return;
    const stored = {
      ...cookie,
      domain: cookie.domain ?? url.hostname,
      path: cookie.path ?? defaultPath(url),
      hostOnly: cookie.domain === undefined,
      partition: this.partition(url, origin),
    };
    this.cookies = [...this.cookies.filter(other => !isSameCookie(other, stored)), stored];
  }

  /**
   * The `Cookie` header of a request, or undefined if no cookie applies. The longest path comes
   * first, then the oldest cookie.
   *
   * @param isForeign whether `SameSite` treats the request as one to another site, independent of
   * the origins
   */
  header(url: URL, origin: string, isForeign = false): string | undefined {
    const now = this.now();
    this.cookies = this.cookies.filter(({ expires }) => expires === undefined || expires > now);
    const partition = this.partition(url, origin);
    const sent = this.cookies
      .filter(cookie => cookie.partition === partition && this.goesWith(cookie, url, origin, isForeign))
      .sort((a, b) => b.path.length - a.path.length)
      .map(({ name, value }) => (name === '' ? value : `${name}=${value}`));
    return sent.length === 0 ? undefined : sent.join('; ');
  }

  private mayStore(
    { name, domain, path, secure, sameSite }: ParsedCookie,
    url: URL,
    origin?: string,
  ): boolean {
    const trusted = isPotentiallyTrustworthy(url);
    if (secure && !trusted) return false;
    if (sameSite === 'None' && !secure) return false;
    if (name.startsWith('__Secure-') && !secure) return false;
    if (name.startsWith('__Host-') && (!secure || domain !== undefined || path !== '/')) return false;
    if (domain !== undefined && !mayName(domain, url.hostname)) return false;
    return this.goesAnywhere(sameSite) || origin === undefined || this.isSameSite(url.origin, origin);
  }

  private goesWith(cookie: StoredCookie, url: URL, origin: string, isForeign: boolean): boolean {
    const host = cookie.hostOnly ? url.hostname === cookie.domain : isWithin(url.hostname, cookie.domain);
    return (
      host &&
      pathMatches(url.pathname, cookie.path) &&
      (!cookie.secure || isPotentiallyTrustworthy(url)) &&
      (this.goesAnywhere(cookie.sameSite) || (!isForeign && this.isSameSite(url.origin, origin)))
    );
  }

  private goesAnywhere(sameSite: SameSite = this.sameSiteDefault): boolean {
    return sameSite === 'None';
  }
}

function isSameCookie(a: StoredCookie, b: StoredCookie): boolean {
  return a.partition === b.partition && a.name === b.name && a.domain === b.domain && a.path === b.path;
}

/**
 * A host may set cookies for itself and for domains above it, but not for a single label, which
 * would be a public suffix.
 */
function mayName(domain: string, hostname: string): boolean {
  return domain === hostname || (domain.includes('.') && isWithin(hostname, domain));
}

function isWithin(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

function defaultPath({ pathname }: URL): string {
  return pathname.slice(0, Math.max(pathname.lastIndexOf('/'), 1));
}

function pathMatches(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
}
