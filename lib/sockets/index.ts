export * from './gateway-servers.js';
export * from './handshake-decisions.js';
export { isSameOriginHandshake } from './handshake-request.js';
export * from './server-handshakes.js';
