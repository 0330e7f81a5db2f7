import { OPAQUE_ORIGIN } from './opaque-origin.js';

const CUSTOM_SCHEME = /^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.-]+(:[0-9]+)?$/;
const HTTP = /^https?:/;

/**
 * The origin of a page as a browser serialises it.
 *
 * @throws {TypeError} where no browser would write it so, with what it would write
 */
export function pageOrigin(origin: string): string {
  if (origin === OPAQUE_ORIGIN) return origin;
  if (!HTTP.test(origin) && CUSTOM_SCHEME.test(origin)) return origin;
  const serialised = URL.canParse(origin) ? new URL(origin).origin : OPAQUE_ORIGIN;
  if (serialised === origin) return origin;
  const advice = serialised === OPAQUE_ORIGIN ? '' : ` Say '${serialised}'.`;
  throw new TypeError(`'${origin}' is not an origin as browsers serialise it.${advice}`);
}
