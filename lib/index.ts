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
export { CorsPolicy } from './decorators/cors-policy.decorator.js';
// By a star: TypeScript merges no declarations into a name that is exported again.
export type * from './policy/cors-policy-names.js';
export type {
  CorsModuleAsyncOptions,
  CorsOptionsFactory,
} from './interfaces/cors-module-async-options.interface.js';
export {
  CORS_DECISION_CHANNEL,
  type CorsDecision,
  type CorsRefusalReason,
} from './interfaces/cors-decision.interface.js';
export type {
  CorsExplainHandshake,
  CorsExplainRequest,
  CorsExplanation,
  CorsExplanationStep,
} from './interfaces/cors-explanation.interface.js';
export type { CorsModuleOptions } from './interfaces/cors-module-options.interface.js';
export type { CorsRoute } from './interfaces/cors-route.interface.js';
export type { CorsRehearsalOptions } from './interfaces/cors-rehearsal-options.interface.js';
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
