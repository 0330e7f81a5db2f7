import type { Scope } from './scope.js';

/** What the translation of one option has to know of the others, and of the application. */
export interface CorsSetting {
  readonly scope: Scope;
  readonly platform: 'express' | 'fastify';
  /** Whether credentials are allowed, or may be. */
  readonly credentials: boolean;
  /** Whether it is a gateway's: any page could open its socket anyway. */
  readonly isGateway: boolean;
  /** Whether it holds in development only. */
  readonly development: boolean;
}
