export { CORS_POLICY_METADATA } from './cors-policy.constants.js';
export { CorsPolicy } from './cors-policy.decorator.js';
export { decoratedPlaces } from './decorated-places.js';
export { listedPlaces } from './listed-places.js';
