export * from './cached-origins.js';
export type * from './cached-origins-options.js';
