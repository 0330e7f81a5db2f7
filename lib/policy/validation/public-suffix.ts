import { loadSuffixList } from '../lazy-packages.js';
import { SUFFIX_PARENTS } from './suffix-parents.generated.js';

// ICANN reserved it for private use in 2024, after the registry of special-use names that the library follows.
const RESERVED_FOR_PRIVATE_USE = 'internal';

let parents: ReadonlySet<string> | undefined;

/**
 * Whether anybody may register names directly under the host: a public suffix, the list's private section included, or
 * a top-level domain that the list does not have yet, but none that is reserved for local use.
 *
 * @see https://github.com/publicsuffix/list/wiki/Format#formal-algorithm
 */
export function isPublicSuffix(host: string): boolean {
  const { publicSuffix, isIcann, isPrivate, isSpecialUse } = loadSuffixList().parse(host, {
    allowPrivateDomains: true,
    detectSpecialUse: true,
    extractHostname: false,
    validateHostname: false,
  });
  if (publicSuffix !== host) return false;
  const listed = isIcann === true || isPrivate === true;
  return listed || !(isSpecialUse === true || host === RESERVED_FOR_PRIVATE_USE);
}

/** Whether a public suffix is one of a company, not of a registry: the company gives the names under it to its customers. */
export function isPrivateSuffix(host: string): boolean {
  return loadSuffixList().parse(host, { allowPrivateDomains: true }).isPrivate === true;
}

/** Whether the host is no public suffix itself, but public suffixes lie below it, as below `amazonaws.com`. */
export function isParentOfSuffixes(host: string): boolean {
  parents ??= new Set(SUFFIX_PARENTS.split(' '));
  return parents.has(host);
}
