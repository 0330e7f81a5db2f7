/** The options of the module. Registered symbols, since a process can hold the package in both module formats. */
export const CORS_MODULE_OPTIONS = Symbol.for('nestjs-cors-policy:options');

/** Tells one import of the module from another. */
export const CORS_MODULE_INSTANCE = Symbol.for('nestjs-cors-policy:instance');

/** The service, for whom has no class of this copy of the package. */
export const CORS_SERVICE = Symbol.for('nestjs-cors-policy:service');

/** The hosts of `ownOrigins`, in lower case and without ports, for the explorer; absent or `undefined` without that option. */
export const CORS_OWN_HOSTS = Symbol.for('nestjs-cors-policy:own-hosts');
