import type { ApplicationConfig } from '@nestjs/core';
import type { CorsDecisions, StateSlot } from '../exchange/index.js';
import type { RequestMethods } from './registrations.js';

/** The dependencies that all platforms share. */
export interface PlatformParts {
  readonly config: ApplicationConfig;
  /** The method names by the numbers of Nest's `RequestMethod`. */
  readonly requestMethods: RequestMethods;
  readonly holder: StateSlot;
  readonly decisions: CorsDecisions;
  /** Makes Nest call the interceptor for every route. */
  readonly serveByInterceptor: () => void;
}
