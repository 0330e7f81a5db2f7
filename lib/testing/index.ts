export { CorsBrowser, type CorsBrowserOptions, type CorsPageOptions } from './cors-browser.js';
export type { CorsPage } from './cors-page.js';
export type { CorsConnection } from './websocket-handshake.js';
export type { CorsResponse, CorsResult } from './cors-result.js';
export type { ProfileName } from './engine-profile.js';
export type {
  CacheMode,
  CredentialsMode,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
} from './fetch-request.js';
export type { Exchange, FlowStep } from './flow.js';
export type { CorsBody, CorsRequestInit } from './request-init.js';
export type { RegistrableDomain } from './same-site.js';
export type { TestedApplication } from './tested-application.js';
export { corsMatchers } from './cors-matchers.js';
export { snapshot } from './snapshot.js';
