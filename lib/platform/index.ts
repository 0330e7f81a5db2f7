export * from './http-platform.js';
export * from './platform-choice.js';
export * from './portable/cors.interceptor.js';
export * from './replace-method.js';
