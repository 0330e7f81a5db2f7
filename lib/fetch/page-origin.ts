import { OPAQUE_ORIGIN } from './opaque-origin.js';
import { isWebScheme, parseOrigin } from './origin.js';

/**
 * The origin of a page as a browser serialises it.
 *
 * @throws {TypeError} where no browser would write it so, with what it would write
 */
export function pageOrigin(origin: string): string {
  if (origin === OPAQUE_ORIGIN) return origin;
  if (!isWebScheme(origin) && parseOrigin(origin) !== undefined) return origin;
  // The parser of URLs also writes numbers as IPv4 addresses, which `parseOrigin()` leaves alone.
  const serialised = URL.canParse(origin) ? new URL(origin).origin : OPAQUE_ORIGIN;
  if (serialised === origin) return origin;
  const advice = serialised === OPAQUE_ORIGIN ? '' : ` Say '${serialised}'.`;
  throw new TypeError(`'${origin}' is not an origin as browsers serialise it.${advice}`);
}
