import {
  CookieJar,
  CorsPreflightCache,
  HttpCache,
  type ProfileName,
  type RegistrableDomain,
  type ServerAddress,
  Servers,
  type SocketAgent,
  engineProfile,
  guessRegistrableDomain,
  sameSiteTest,
  siteOf,
} from '../browser/index.js';
import { CorsPage } from './cors-page.js';
import { OPAQUE_ORIGIN, pageOrigin } from '../fetch/index.js';
import { ApplicationServer, type TestedApplication } from './tested-application.js';

/**
 * The options of {@link CorsBrowser}.
 *
 * @publicApi
 */
export interface CorsBrowserOptions {
  /**
   * The URL at which the browser believes the application to be, such as `https://api.example.com`.
   * It decides about cookies and `SameSite`. The connection still goes to the application, without
   * TLS. Default: `http://localhost:<port>`.
   */
  url?: string;
  /**
   * The servers of further origins, for redirects: an application, or the URL at which it listens.
   * Servers on loopback need no entry. The browser connects to no other server.
   */
  servers?: Readonly<Record<string, string | TestedApplication>>;
  /** The Fetch standard exactly, or the measured behaviour of an engine. Default: `standard`. */
  profile?: ProfileName;
  /** The clock of caches and cookies, in milliseconds. Default: `Date.now`. */
  now?: () => number;
  /** The longest time to wait for a response, in milliseconds. Default: 10 000. */
  timeout?: number;
  /**
   * Returns the registrable domain of a host name, such as `getDomain` of `tldts`. Default: a guess
   * that is sufficient for names in tests.
   */
  registrableDomain?: RegistrableDomain;
}

/**
 * The options of {@link CorsBrowser.open}.
 *
 * @publicApi
 */
export interface CorsPageOptions {
  /**
   * Whether the page runs in a sandboxed frame, which gives it an opaque origin. Default: `false`.
   */
  sandboxed?: boolean;
}

/**
 * A browser, limited to CORS: it sends preflights, keeps cookies and caches, and withholds
 * responses, by the Fetch standard.
 *
 * @example
 * ```ts
 * const browser = new CorsBrowser(app);
 * const page = browser.open('https://app.example.com');
 * const result = await page.fetch('/cats/1', { method: 'PUT' });
 * result.outcome; // 'readable' | 'blocked'
 * await browser.close();
 * ```
 * @publicApi
 */
export class CorsBrowser {
  private readonly application: ApplicationServer;
  private readonly servers: ReadonlyMap<string, string | ApplicationServer>;
  private readonly agent: SocketAgent;

  /**
   * @param application of any platform, initialised or not, listening or not. The browser makes it
   * listen before the first request of a page
   */
  constructor(
    application: TestedApplication,
    private readonly options: CorsBrowserOptions = {},
  ) {
    const { now = Date.now, registrableDomain = guessRegistrableDomain } = options;
    this.application = new ApplicationServer(application);
    this.servers = new Map(
      Object.entries(options.servers ?? {}).map(([origin, server]) => [
        pageOrigin(origin),
        typeof server === 'string' ? server : new ApplicationServer(server),
      ]),
    );
    const profile = engineProfile(options.profile ?? 'standard');
    const isSameSite = sameSiteTest(profile, registrableDomain);
    this.agent = {
      profile,
      preflightCache: new CorsPreflightCache(profile, now),
      cookies: new CookieJar(now, isSameSite, profile.sameSiteDefault, (url, origin) =>
        profile.partitionsCookies && origin !== undefined && !isSameSite(url.origin, origin)
          ? siteOf(origin, registrableDomain)
          : '',
      ),
      httpCache: new HttpCache(profile, now, isSameSite),
      servers: new Servers(origin => this.serverOf(origin), options.timeout ?? 10_000),
      registrableDomain,
      isSameSite,
    };
  }

  /**
   * Opens a page. Pages of one browser share its cookies and caches.
   *
   * @param origin as a browser serialises it: `https://app.example.com`, without a trailing slash;
   * `null` for an opaque origin
   * @throws {TypeError} if the value is no such origin
   */
  open(origin: string, { sandboxed = false }: CorsPageOptions = {}): CorsPage {
    const own = pageOrigin(origin);
    return new CorsPage(sandboxed ? OPAQUE_ORIGIN : own, this.agent, () => this.url());
  }

  /**
   * The URL at which the browser believes the application to be. Starts the application if it does
   * not listen.
   */
  async url(): Promise<URL> {
    if (this.options.url !== undefined) return new URL(this.options.url);
    const { secure, port } = await this.application.address();
    return new URL(`${secure ? 'https' : 'http'}://localhost${port === undefined ? '' : `:${port}`}`);
  }

  /**
   * Stores a cookie as if the user had visited the URL.
   *
   * @param cookie a `Set-Cookie` value: `session=1; Path=/; SameSite=None; Secure`
   * @param url a URL, or a path of the application. Default: `/`
   */
  async setCookie(cookie: string, url: string | URL = '/'): Promise<void> {
    this.agent.cookies.store(cookie, new URL(url, await this.url()));
  }

  /** Stops listening if the browser started to listen. It does not close the applications. */
  async close(): Promise<void> {
    const others = [...this.servers.values()].filter(server => typeof server !== 'string');
    await Promise.all([this.application, ...others].map(server => server.close()));
  }

  private async serverOf(origin: string): Promise<ServerAddress | undefined> {
    const server = this.servers.get(origin);
    if (typeof server === 'object') return server.address();
    if (server !== undefined) return addressOf(new URL(server));
    return origin === (await this.url()).origin ? this.application.address() : undefined;
  }
}

function addressOf({ protocol, hostname, port }: URL): ServerAddress {
  const secure = protocol === 'https:';
  return { secure, host: hostname, port: port === '' ? (secure ? 443 : 80) : Number(port) };
}
