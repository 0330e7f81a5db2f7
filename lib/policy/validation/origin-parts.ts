import { SCHEME_END } from '../../fetch/index.js';

/** What follows the scheme of an origin, cut at its delimiters. Nothing is judged yet. */
export interface AuthorityParts {
  /** Whether a user name, or more, stands before the host. */
  readonly userinfo: boolean;
  readonly host: string;
  /** What stands after the host's colon, without it. */
  readonly port: string | undefined;
  /** From the first slash, backslash, question mark or hash on. */
  readonly tail: string;
}

export interface OriginParts extends AuthorityParts {
  readonly scheme: string;
}

const BEGIN_OF_TAIL = /[/?#\\]/;

/** Cuts a text of the form of an origin; `undefined` where it does not begin with something and `://`. */
export function splitOrigin(text: string): OriginParts | undefined {
  const separator = text.indexOf(SCHEME_END);
  const scheme = text.slice(0, Math.max(separator, 0));
  if (scheme === '' || /[/\\]/.test(scheme)) return undefined;
  return { scheme, ...splitAuthority(text.slice(separator + SCHEME_END.length)) };
}

/** Cuts a text of the form of an origin without its scheme. */
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
  // Without brackets, several colons are those of an IPv6 address, and which of them begins a port is anybody's guess.
  const ambiguous = bracket === -1 && colon !== text.lastIndexOf(':');
  if (colon === -1 || ambiguous) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}
