/**
 * The longest origin that a rule can match, in bytes: 64 for the scheme, 253 for the host, 5 for
 * the port, and the separators.
 */
export const MAX_ORIGIN_LENGTH = 326;

/**
 * The origin that some browsers send for every `file:` page, such as Android's WebView. Others send
 * `null`.
 */
export const FILE_ORIGIN = 'file://';

/**
 * The serialisation of every opaque origin. A server cannot tell one opaque origin from another.
 * Sandboxed frames and `data:` documents have one.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export const OPAQUE_ORIGIN = 'null';

/** The separator between scheme and host. */
export const SCHEME_END = '://';

/** A serialised tuple origin in its parts. */
export interface OriginParts {
  /** Includes the `://`. */
  readonly scheme: string;
  /** Empty for some schemes of applications, such as `app://`. */
  readonly host: string;
  /** Includes the colon. Empty if there is no port. */
  readonly port: string;
}

const WEB_SCHEME = /^https?:/;
// Hosts of http and https are in lower case and in punycode. Some browsers open hosts with further
// characters, which can trick a regular expression: `{ } ^ ! $ ,` between an allowed host and an
// attacker's. Start-up accepts none of them in a rule. Every repetition is over one class and ends
// at a character outside of it, so matching is linear.
const WEB_ORIGIN = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[1-9][0-9]{0,4})?$/;
// Browsers serialise the host of another scheme as it was written.
const OTHER_ORIGIN =
  /^[a-z][a-z0-9+.-]*:\/\/(?:(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._~-]+)(?::[1-9][0-9]{0,4})?)?$/;
const HIGHEST_PORT = 65_535;

const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;
const LONGEST_SCHEME = 64;

/** Whether a text begins with `http:` or `https:`. */
export function isWebScheme(text: string): boolean {
  return WEB_SCHEME.test(text);
}

/**
 * Splits a serialised tuple origin. `undefined` for texts that no browser sends as an origin, such
 * as two origins that Node joined from two header lines. Origins of `http:` and `https:` have a
 * host. Origins of other schemes are `scheme://` with an optional host and port, in the spelling of
 * the page's URL.
 */
export function parseOrigin(origin: string): OriginParts | undefined {
  const form = isWebScheme(origin) ? WEB_ORIGIN : OTHER_ORIGIN;
  if (!form.test(origin)) return undefined;
  const hostStart = origin.indexOf(SCHEME_END) + SCHEME_END.length;
  const scheme = origin.slice(0, hostStart);
  // The colons of an IPv6 address are inside brackets.
  const colon = origin.indexOf(':', Math.max(hostStart, origin.lastIndexOf(']')));
  const hostEnd = colon === -1 ? origin.length : colon;
  const port = origin.slice(hostEnd);
  if (Number(port.slice(1)) > HIGHEST_PORT) return undefined;
  return { scheme, host: origin.slice(hostStart, hostEnd), port };
}

/**
 * Whether an origin can exist. In DNS, a name has at most 253 bytes, and a label has 1 to 63 bytes.
 * Applications do not register schemes of more than 64 bytes.
 */
export function canExist({ scheme, host }: OriginParts): boolean {
  if (host.length > LONGEST_HOST || scheme.length > LONGEST_SCHEME + SCHEME_END.length) return false;
  if (host === '' || host.startsWith('[')) return true;
  if (!isWebScheme(scheme)) return host.split('.').every(({ length }) => length <= LONGEST_LABEL);
  // A dot at the end is the root of DNS.
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).split('.');
  return labels.every(({ length }) => length >= 1 && length <= LONGEST_LABEL);
}

/**
 * Returns the origin of a page if a browser serialises it like this.
 *
 * @throws {TypeError} for another spelling, with the one that a browser uses
 */
export function pageOrigin(origin: string): string {
  if (origin === OPAQUE_ORIGIN) return origin;
  if (!isWebScheme(origin) && parseOrigin(origin) !== undefined) return origin;
  // The URL parser also turns numbers into IPv4 addresses, which `parseOrigin()` does not.
  const serialised = URL.canParse(origin) ? new URL(origin).origin : OPAQUE_ORIGIN;
  if (serialised === origin) return origin;
  const advice = serialised === OPAQUE_ORIGIN ? '' : ` Say '${serialised}'.`;
  throw new TypeError(`'${origin}' is not an origin as browsers serialise it.${advice}`);
}
