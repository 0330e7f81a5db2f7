import type { Finding } from './finding.js';
import { quote } from './describe-value.js';

/** The warning for `credentials: true` if no level sets `origin` on any route. */
export const CREDENTIALS_WITHOUT_ORIGIN: Finding = {
  reason: 'no level sets origin, so no other origin has access, and credentials has no effect',
  suggestion: "add origin, as in origin: 'https://app.example.com', or leave credentials out",
};

/** The warning for `methods` without the method of the route. */
export function missingMethod(method: string): Finding {
  return {
    reason: `methods does not contain ${method}, the method of the route, so every preflight for the route is refused`,
    suggestion: `add ${quote(method)}, or leave methods out to allow the methods of the routes`,
  };
}

/** The warning for `handshakes` on a controller or a method. */
export const HANDSHAKES_OF_ROUTE: Finding = {
  reason: 'handshakes has no effect here, because no WebSocket handshake reaches a route of a controller',
  suggestion: 'move it to the gateway, to paths or to defaults',
};
