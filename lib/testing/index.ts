export { CorsBrowser, type CorsBrowserOptions, type CorsPageOptions } from './cors-browser.js';
export type { CorsPage } from './cors-page.js';
export type {
  CacheMode,
  CorsBody,
  CorsConnection,
  CorsRequestInit,
  CorsResponse,
  CorsResult,
  CredentialsMode,
  Exchange,
  FlowStep,
  ProfileName,
  RedirectMode,
  ReferrerPolicy,
  RegistrableDomain,
  RequestMode,
} from '../browser/index.js';
export type { TestedApplication } from './tested-application.js';
export { corsMatchers } from './cors-matchers.js';
export { snapshot } from './snapshot.js';
