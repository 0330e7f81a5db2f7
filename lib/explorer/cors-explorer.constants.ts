/**
 * The checked options of the explorer. Registered, since a process can hold the package in both
 * module formats.
 */
export const CORS_EXPLORER_OPTIONS = Symbol.for('nestjs-cors-policy:explorer-options');
