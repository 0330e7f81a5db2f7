/**
 * The metadata key of `@CorsPolicy()`: a registered symbol, since a process can hold the package in both module formats.
 */
export const CORS_POLICY_METADATA = Symbol.for('nestjs-cors-policy:policy');
