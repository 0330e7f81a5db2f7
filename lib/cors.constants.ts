// Registered symbols, because a process can load the package in both module formats.

/** Injection token of the module options. */
export const CORS_MODULE_OPTIONS = Symbol.for('nestjs-cors-policy:options');

/** Injection token of a value that differs for each import of the module. */
export const CORS_MODULE_INSTANCE = Symbol.for('nestjs-cors-policy:instance');

/** Injection token of the service, for code that has the classes of another copy of the package. */
export const CORS_SERVICE = Symbol.for('nestjs-cors-policy:service');

/**
 * Injection token of the hosts of `ownOrigins`, in lower case and without ports, for the explorer.
 * The value is absent or `undefined` without that option.
 */
export const CORS_OWN_HOSTS = Symbol.for('nestjs-cors-policy:own-hosts');
