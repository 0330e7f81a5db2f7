export * from './csrf-origins.js';
