export * from './header-syntax.js';
export * from './methods.js';
export * from './origins.js';
export * from './request-headers.js';
