import { FILE_ORIGIN, MAX_ORIGIN_LENGTH, OPAQUE_ORIGIN, SCHEME_END, isWebScheme } from '../../fetch/index.js';
import { checkOriginHost, checkOtherHost } from './check-origin-host.js';
import { checkOriginWords } from './check-origin-words.js';
import { correctOrigin } from './correct-origin.js';
import { quote } from './describe-value.js';
import type { Finding } from './finding.js';
import { type OriginParts, splitOrigin } from './origin-parts.js';
import { checkOriginPort } from './origin-port.js';
import { checkOriginScheme, checkSchemeHasOrigins } from './origin-scheme.js';
import { hasUnseenCharacters } from './unseen-characters.js';

// More origins would make the message too long.
const MOST_MEMBERS = 6;

const PERMISSIONS = [
  [OPAQUE_ORIGIN, 'allowNullOrigin'],
  [FILE_ORIGIN, 'allowFileOrigin'],
] as const;

/**
 * Checks a string as an origin rule. Valid strings are serialised origins, patterns of subdomains
 * or ports, and `'null'`. The suggestion is the corrected string, if there is one.
 *
 * @see https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */
export function checkOriginString(text: string): Finding | undefined {
  const fault = findFault(text);
  if (fault === undefined) return undefined;
  const corrected = correctSoundly(text);
  return corrected === undefined ? fault : { ...fault, suggestion: `write ${quote(corrected)}` };
}

function correctSoundly(text: string): string | undefined {
  const corrected = correctOrigin(text);
  // An origin that needs a permission is not a correction.
  if (corrected === undefined || corrected === FILE_ORIGIN) return undefined;
  return findFault(corrected) === undefined ? corrected : undefined;
}

function findFault(text: string): Finding | undefined {
  if (text === OPAQUE_ORIGIN || text === FILE_ORIGIN) return undefined;
  return (
    checkOriginWords(text) ?? checkSchemeHasOrigins(text) ?? checkWhole(text) ?? checkParts(splitOrigin(text))
  );
}

function checkWhole(text: string): Finding | undefined {
  const members = text.split(/[\s,;]/).filter(member => member !== '');
  if (/[,;]/.test(text) || members.filter(member => member.includes(SCHEME_END)).length > 1) {
    return {
      reason: 'a string can contain only one origin',
      suggestion: suggestList(members),
    };
  }
  if (hasUnseenCharacters(text)) {
    return {
      reason: 'the text contains whitespace or an invisible character, which no origin has',
      suggestion: 'delete that character',
    };
  }
  if (new TextEncoder().encode(text).length > MAX_ORIGIN_LENGTH) {
    return {
      reason: `an origin has at most ${MAX_ORIGIN_LENGTH} bytes, and this text is longer`,
      suggestion: "write scheme, host and port only, as in 'https://app.example.com'",
    };
  }
  return undefined;
}

/**
 * A list of all origins, corrected. If one cannot be corrected, there is no list, because it would
 * be the next error.
 */
function suggestList(members: readonly string[]): string {
  const corrected = members.map(member =>
    findFault(member) === undefined ? member : correctSoundly(member),
  );
  const known = corrected.filter(member => member !== undefined);
  if (known.length < members.length || known.length > MOST_MEMBERS) {
    return 'write each origin as a member of a list, or read the text with parseOrigins()';
  }
  const flags = PERMISSIONS.filter(([origin]) => known.includes(origin)).map(([, flag]) => `${flag}: true`);
  const permission = flags.length === 0 ? '' : `, with dangerously: { ${flags.join(', ')} }`;
  return `write a list, [${known.map(quote).join(', ')}]${permission}`;
}

function checkParts(parts: OriginParts | undefined): Finding | undefined {
  if (parts === undefined) {
    return {
      reason: 'the scheme is missing, and every origin that a browser sends has one',
      suggestion: "write the scheme too, as in 'https://app.example.com'",
    };
  }
  const scheme = parts.scheme.toLowerCase();
  return (
    checkOriginScheme(scheme) ??
    checkSurroundings(parts) ??
    checkLetters(parts) ??
    (parts.port === undefined ? undefined : checkOriginPort(scheme, parts.port)) ??
    (isWebScheme(`${scheme}:`) ? checkOriginHost(parts.host) : checkOtherHost(parts.host))
  );
}

function checkSurroundings({ scheme, userinfo, host, port, tail }: OriginParts): Finding | undefined {
  const suggestion = 'write scheme, host and port only';
  if (host === '' && (port !== undefined || isWebScheme(`${scheme.toLowerCase()}:`)))
    return { reason: 'the host is missing', suggestion: "write a host, as in 'https://app.example.com'" };
  if (userinfo) return { reason: 'browsers do not send a username or a password in an origin', suggestion };
  if (tail === '') return undefined;
  return { reason: `browsers send an origin without ${nameOfTail(tail)}`, suggestion };
}

function nameOfTail(tail: string): string {
  if (tail === '/') return 'a trailing slash';
  if (tail.startsWith('?')) return 'a query';
  return tail.startsWith('#') ? 'a fragment' : 'a path';
}

function checkLetters({ scheme, host }: OriginParts): Finding | undefined {
  if (/\P{ASCII}/u.test(host) && isWebScheme(`${scheme.toLowerCase()}:`)) {
    return {
      reason: 'browsers send a host in punycode, never in Unicode',
      suggestion: 'write the host in punycode, with labels that begin with xn--',
    };
  }
  // Lower case is only a part of the canonical form of IPv6 addresses. Other schemes keep their
  // spelling.
  const hasOwnForm = host.includes(':') || !isWebScheme(`${scheme.toLowerCase()}:`);
  if (/[A-Z]/.test(hasOwnForm ? scheme : scheme + host)) {
    return {
      reason: 'browsers send scheme and host in lower case, and origins are compared byte by byte',
      suggestion: 'write it in lower case',
    };
  }
  return undefined;
}
