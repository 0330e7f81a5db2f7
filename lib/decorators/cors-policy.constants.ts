// Registered symbols, because a process can load the package in both module formats.
/** The metadata key of `@CorsPolicy()`. */
export const CORS_POLICY_METADATA = Symbol.for('nestjs-cors-policy:policy');
/** The metadata key of each class that has a `@CorsPolicy()`, on itself or on a method. */
export const CORS_DECORATED_METADATA = Symbol.for('nestjs-cors-policy:decorated');
