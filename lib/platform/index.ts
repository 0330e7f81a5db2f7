export * from './cors-decisions.js';
export * from './cors-state.js';
export type * from './decision-observer.js';
export * from './http-platform.js';
export * from './platform-choice.js';
export * from './portable/cors.interceptor.js';
