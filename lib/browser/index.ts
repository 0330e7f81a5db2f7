export { CLAUSES } from './clauses.js';
export { CookieJar } from './cookie-jar.js';
export { CorsPreflightCache } from './cors-preflight-cache.js';
export * from './cors-result.js';
export { type ProfileName, engineProfile } from './engine-profile.js';
export { extractDeltaSeconds, extractTokens } from './extract-header-list-values.js';
export type {
  CacheMode,
  CredentialsMode,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
} from './fetch-request.js';
export type { FetchResponse, Fetched } from './fetch-response.js';
export * from './flow.js';
export { HeaderList } from './header-list.js';
export { HttpCache } from './http-cache.js';
export type { ServerAddress } from './http-exchange.js';
export { isRedirectStatus } from './http-redirect-fetch.js';
export { mainFetch } from './main-fetch.js';
export { newRequest } from './new-request.js';
export type * from './request-init.js';
export { type RegistrableDomain, guessRegistrableDomain, sameSiteTest, siteOf } from './same-site.js';
export { Servers } from './servers.js';
export type { SocketAgent } from './user-agent.js';
export { type CorsConnection, openingHandshake, subprotocols, webSocketUrl } from './websocket-handshake.js';
export type { WireRequest } from './wire-request.js';
