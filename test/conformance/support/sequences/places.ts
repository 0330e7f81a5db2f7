/** Where pages and URLs of sequences are. */
export const PLACES = {
  /** Two ports, and three hosts of one site. */
  app: { host: 'www.app.localhost', server: 'first' },
  port: { host: 'www.app.localhost', server: 'second' },
  admin: { host: 'admin.app.localhost', server: 'first' },
  api: { host: 'api.app.localhost', server: 'second' },
  /** Two other sites. */
  other: { host: 'www.other.localhost', server: 'first' },
  third: { host: 'api.third.localhost', server: 'second' },
  /**
   * The first site over TLS. It has only pages, because Chromium does not cache responses with a
   * test certificate.
   */
  secure: { host: 'www.app.localhost', server: 'secure' },
} as const;

export type Place = keyof typeof PLACES;
export type ServerName = (typeof PLACES)[Place]['server'];

export const PAGES: readonly [Place, ...Place[]] = ['app', 'port', 'admin', 'other', 'secure'];
