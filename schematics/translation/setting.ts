import type { Scope } from './scope.js';

/** What the translation of one option has to know of the others, and of the application. */
export interface CorsSetting {
  readonly scope: Scope;
  readonly platform: 'express' | 'fastify';
  /** Whether credentials are allowed, or may be. */
  readonly credentials: boolean;
}
