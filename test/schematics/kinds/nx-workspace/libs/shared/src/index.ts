export * from './lib/origins';
