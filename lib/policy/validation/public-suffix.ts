import { parse } from 'tldts';

// ICANN reserved it for private use in 2024, after the registry of special-use names that the library follows.
const RESERVED_FOR_PRIVATE_USE = 'internal';

/**
 * Whether anybody may register names directly under the host: a public suffix, the list's private section included, or
 * a top-level domain that the list does not have yet, but none that is reserved for local use.
 *
 * @see https://github.com/publicsuffix/list/wiki/Format#formal-algorithm
 */
export function isPublicSuffix(host: string): boolean {
  const { publicSuffix, isIcann, isPrivate, isSpecialUse } = parse(host, {
    allowPrivateDomains: true,
    detectSpecialUse: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (publicSuffix !== host) return false;
  const listed = isIcann === true || isPrivate === true;
  return listed || !(isSpecialUse === true || host === RESERVED_FOR_PRIVATE_USE);
}
