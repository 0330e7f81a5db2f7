export * from './cors.options';
