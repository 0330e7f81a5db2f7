import type { Scope } from './scope.js';

/**
 * The facts about the other options and about the application that the translation of one option
 * needs.
 */
export interface CorsSetting {
  readonly scope: Scope;
  readonly platform: 'express' | 'fastify';
  /** Whether credentials are allowed, or may be. */
  readonly credentials: boolean;
  /** Whether it belongs to a gateway. Any page could open its socket before. */
  readonly isGateway: boolean;
  /** Whether it applies only in development. */
  readonly development: boolean;
}
