// A registered symbol, because a process can load the package in both module formats.
/** The metadata key of `@CorsPolicy()`. */
export const CORS_POLICY_METADATA = Symbol.for('nestjs-cors-policy:policy');
