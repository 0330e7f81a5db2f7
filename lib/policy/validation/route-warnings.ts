import type { Finding } from './finding.js';
import { quote } from './describe-value.js';

/** What to say of a level that allows credentials, but never meets a level that says to which origin. */
export const CREDENTIALS_WITHOUT_ORIGIN: Finding = {
  reason: 'no level says which origin may send them, so that no other origin has access',
  suggestion: "add origin, as in origin: 'https://app.example.com', or leave credentials out",
};

/** What to say of methods that leave out the one of the route that they hold for. */
export function missingMethod(method: string): Finding {
  return {
    reason: `it leaves out ${method}, the method of the route itself, so that every preflight for the route is refused`,
    suggestion: `add ${quote(method)}, or leave methods out for the methods of the routes themselves`,
  };
}

/** What to say of `handshakes` on a controller or a method. */
export const HANDSHAKES_OF_ROUTE: Finding = {
  reason: 'it concerns WebSocket handshakes, and no handshake leads to a route of a controller',
  suggestion: 'leave it out here, and write it on the gateway, in paths or in defaults',
};
