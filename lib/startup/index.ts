export { CorsApplication } from './cors-application.js';
export { CorsStartup } from './cors-startup.js';
export { assertAsyncOptions, assertImportedOnce } from './module-imports.js';
