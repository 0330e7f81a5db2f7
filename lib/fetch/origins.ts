/** The longest origin that a rule can match, in bytes: a scheme of 64, a host of 253, a port of 5, and what stands between them. */
export const MAX_ORIGIN_LENGTH = 326;

/** What some browsers send for every page of `file:`, such as Android's WebView. Others send `null`. */
export const FILE_ORIGIN = 'file://';

/**
 * The serialisation of an opaque origin, which is equal to no other, itself included, as far as a server can tell. Sandboxed
 * frames and `data:` documents have one.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export const OPAQUE_ORIGIN = 'null';

/** What stands between scheme and host. */
export const SCHEME_END = '://';

/** A serialised tuple origin in its parts. */
export interface OriginParts {
  /** With the `://`. */
  readonly scheme: string;
  /** Empty for some schemes of applications, such as `app://`. */
  readonly host: string;
  /** With the colon; empty where there is none. */
  readonly port: string;
}

const WEB_SCHEME = /^https?:/;
// Hosts of http and https are in lower case and in punycode. Some browsers open hosts with further characters (`{ } ^ ! $ ,`
// between an allowed host and an attacker's), which regular expressions are tricked with. Start-up takes none in a rule.
// Every repetition is over one class and ends at a character outside of it, so that matching is linear.
const WEB_ORIGIN = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[1-9][0-9]{0,4})?$/;
// Browsers serialise the host of another scheme as it was written.
const OTHER_ORIGIN =
  /^[a-z][a-z0-9+.-]*:\/\/(?:(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._~-]+)(?::[1-9][0-9]{0,4})?)?$/;
const HIGHEST_PORT = 65_535;

const LONGEST_LABEL = 63;
const LONGEST_HOST = 253;
const LONGEST_SCHEME = 64;

/** Whether the text is, or begins with, a scheme that pages are fetched over, with its colon. */
export function isWebScheme(text: string): boolean {
  return WEB_SCHEME.test(text);
}

/**
 * Splits a serialised tuple origin; `undefined` for anything that a browser would not send as one, such as two origins
 * that Node joined from two header lines. For `http:` and `https:` a host is needed. For other schemes an origin is
 * `scheme://` with an optional host and port, in the spelling of the page's URL.
 */
export function parseOrigin(origin: string): OriginParts | undefined {
  const form = isWebScheme(origin) ? WEB_ORIGIN : OTHER_ORIGIN;
  if (!form.test(origin)) return undefined;
  const hostStart = origin.indexOf(SCHEME_END) + SCHEME_END.length;
  const scheme = origin.slice(0, hostStart);
  // The colons of an IPv6 address stand in brackets.
  const colon = origin.indexOf(':', Math.max(hostStart, origin.lastIndexOf(']')));
  const hostEnd = colon === -1 ? origin.length : colon;
  const port = origin.slice(hostEnd);
  if (Number(port.slice(1)) > HIGHEST_PORT) return undefined;
  return { scheme, host: origin.slice(hostStart, hostEnd), port };
}

/**
 * Whether DNS can have the host of an origin. A name is at most 253 bytes long, a label from 1 to 63 bytes. A scheme over 64
 * bytes is none that an application registers.
 */
export function canExist({ scheme, host }: OriginParts): boolean {
  if (host.length > LONGEST_HOST || scheme.length > LONGEST_SCHEME + SCHEME_END.length) return false;
  if (host === '' || host.startsWith('[')) return true;
  if (!isWebScheme(scheme)) return host.split('.').every(({ length }) => length <= LONGEST_LABEL);
  // One dot at the end stands for the root.
  const labels = (host.endsWith('.') ? host.slice(0, -1) : host).split('.');
  return labels.every(({ length }) => length >= 1 && length <= LONGEST_LABEL);
}

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
