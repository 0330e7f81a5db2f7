export {
  type CachedOriginPredicate,
  type CachedOriginResolverType,
  type CachedOrigins,
  type CachedOriginsOptions,
  type OriginKey,
  cachedOrigins,
} from './caching/index.js';
export { CorsModule } from './cors.module.js';
export { CorsService } from './cors.service.js';
export { CorsPolicy } from './decorators/index.js';
// TypeScript merges declarations of users into a name only where a star exports it from its file.
// eslint-disable-next-line no-restricted-imports
export type * from './policy/cors-policy-names.js';
export {
  CORS_DECISION_CHANNEL,
  type CorsDecision,
  type CorsExplainHandshake,
  type CorsExplainRequest,
  type CorsExplanation,
  type CorsExplanationStep,
  type CorsModuleAsyncOptions,
  type CorsModuleOptions,
  type CorsOptionsFactory,
  type CorsRefusalReason,
  type CorsRehearsalOptions,
  type CorsRoute,
} from './interfaces/index.js';
export { CorsInterceptor } from './platform/index.js';
export { CorsConfigurationError, parseOrigins } from './policy/index.js';
export type {
  CorsConfigurationProblem,
  CorsPathPolicy,
  CorsOriginResolver,
  CorsOriginResolverType,
  CorsPolicyOptions,
  DangerousOptions,
  EffectivePolicy,
  Enforcement,
  OriginPredicate,
  OriginRule,
  ParseOriginsOptions,
  PolicyLevel,
  ResourcePolicy,
} from './policy/index.js';
