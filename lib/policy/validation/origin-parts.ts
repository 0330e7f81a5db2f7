import { SCHEME_END } from '../../fetch/index.js';

/** The parts of an origin after its scheme. They are not checked. */
export interface AuthorityParts {
  /** Whether there is a username or a password before the host. */
  readonly userinfo: boolean;
  readonly host: string;
  /** The text after the colon of the host, without the colon. */
  readonly port: string | undefined;
  /** The text from the first slash, backslash, question mark or hash. */
  readonly tail: string;
}

export interface OriginParts extends AuthorityParts {
  readonly scheme: string;
}

const BEGIN_OF_TAIL = /[/?#\\]/;

/** Splits a text like an origin; `undefined` if it does not begin with a scheme and `://`. */
export function splitOrigin(text: string): OriginParts | undefined {
  const separator = text.indexOf(SCHEME_END);
  const scheme = text.slice(0, Math.max(separator, 0));
  if (scheme === '' || /[/\\]/.test(scheme)) return undefined;
  return { scheme, ...splitAuthority(text.slice(separator + SCHEME_END.length)) };
}

/** Splits a text like an origin without a scheme. */
export function splitAuthority(text: string): AuthorityParts {
  const end = text.search(BEGIN_OF_TAIL);
  const authority = end === -1 ? text : text.slice(0, end);
  const at = authority.lastIndexOf('@');
  return {
    userinfo: at !== -1,
    ...splitHostAndPort(authority.slice(at + 1)),
    tail: text.slice(authority.length),
  };
}

function splitHostAndPort(text: string): Pick<AuthorityParts, 'host' | 'port'> {
  const bracket = text.lastIndexOf(']');
  const colon = text.indexOf(':', bracket + 1);
  // Without brackets, several colons belong to an IPv6 address, and the begin of a port is unknown.
  const ambiguous = bracket === -1 && colon !== text.lastIndexOf(':');
  if (colon === -1 || ambiguous) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}
