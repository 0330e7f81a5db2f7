export * from './cors-decision.interface.js';
export type * from './cors-explanation.interface.js';
export type * from './cors-module-async-options.interface.js';
export type * from './cors-module-options.interface.js';
export type * from './cors-rehearsal-options.interface.js';
export type * from './cors-route.interface.js';
