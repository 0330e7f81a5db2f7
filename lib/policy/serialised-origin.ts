/** The longest origin that a browser sends: scheme, a host of 253 bytes in brackets or labels, and a port, with room. */
export const MAX_ORIGIN_LENGTH = 326;

/** The serialisation of an opaque origin. https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin */
export const NULL_ORIGIN = 'null';

/** A serialised tuple origin in its parts. */
export interface OriginParts {
  /** With the `://`. */
  readonly scheme: string;
  readonly host: string;
  /** With the colon; empty where there is none. */
  readonly port: string;
}

const WEB_SCHEME = /^https?:/;
// Hosts of http and https are in lower case and in punycode. Some browsers open hosts with further characters (`{ } ^ ! $ ,`
// between an allowed host and an attacker's), which regular expressions are tricked with; start-up takes none in a rule.
// Every repetition is over one class and ends at a character outside of it, so that matching is linear.
const WEB_ORIGIN = /^https?:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[1-9][0-9]{0,4})?$/;
const OTHER_ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._~-]+)(?::[1-9][0-9]{0,4})?$/;
const HIGHEST_PORT = 65_535;
const SCHEME_END = '://';

/**
 * Splits a serialised tuple origin; `undefined` for anything that a browser would not send as one, such as two origins
 * that Node joined from two header lines.
 */
export function parseOrigin(origin: string): OriginParts | undefined {
  const form = WEB_SCHEME.test(origin) ? WEB_ORIGIN : OTHER_ORIGIN;
  if (!form.test(origin)) return undefined;
  const hostStart = origin.indexOf(SCHEME_END) + SCHEME_END.length;
  // The colons of an IPv6 address stand in brackets.
  const colon = origin.indexOf(':', Math.max(hostStart, origin.lastIndexOf(']')));
  const hostEnd = colon === -1 ? origin.length : colon;
  const port = origin.slice(hostEnd);
  if (Number(port.slice(1)) > HIGHEST_PORT) return undefined;
  return { scheme: origin.slice(0, hostStart), host: origin.slice(hostStart, hostEnd), port };
}
