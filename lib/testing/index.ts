export { CorsBrowser, type CorsBrowserOptions, type CorsPageOptions } from './cors-browser.js';
export type { CorsPage } from './cors-page.js';
export type { CorsConnection } from '../browser/websocket-handshake.js';
export type { CorsResponse, CorsResult } from '../browser/cors-result.js';
export type { ProfileName } from '../browser/engine-profile.js';
export type {
  CacheMode,
  CredentialsMode,
  RedirectMode,
  ReferrerPolicy,
  RequestMode,
} from '../browser/fetch-request.js';
export type { Exchange, FlowStep } from '../browser/flow.js';
export type { CorsBody, CorsRequestInit } from '../browser/request-init.js';
export type { RegistrableDomain } from '../browser/same-site.js';
export type { TestedApplication } from './tested-application.js';
export { corsMatchers } from './cors-matchers.js';
export { snapshot } from './snapshot.js';
