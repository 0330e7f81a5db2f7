import type { CookieJar } from './cookie-jar.js';
import type { CorsPreflightCache } from './cors-preflight-cache.js';
import type { EngineProfile } from './engine-profile.js';
import type { HttpCache } from './http-cache.js';
import type { Servers } from './servers.js';
import type { RegistrableDomain, SameSiteTest } from './same-site.js';

/** The state that the pages of one browser share. */
export interface UserAgent {
  readonly profile: EngineProfile;
  readonly preflightCache: CorsPreflightCache;
  readonly cookies: Pick<CookieJar, 'header' | 'store'>;
  readonly httpCache: HttpCache;
  /** How requests are sent: to the servers of a test, or over a network. */
  readonly servers: Pick<Servers, 'send'>;
  readonly registrableDomain: RegistrableDomain;
  /** Compares two origins. */
  readonly isSameSite: SameSiteTest;
}

/** A browser whose pages also open WebSockets. */
export interface SocketAgent extends UserAgent {
  readonly servers: Pick<Servers, 'send' | 'connect'>;
}
