/** The options of the module. Registered symbols, since a process can hold the package in both module formats. */
export const CORS_MODULE_OPTIONS = Symbol.for('nestjs-cors-policy:options');

/** Tells one import of the module from another. */
export const CORS_MODULE_INSTANCE = Symbol.for('nestjs-cors-policy:instance');
