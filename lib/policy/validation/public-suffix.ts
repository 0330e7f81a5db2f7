import { loadSuffixList } from '../lazy-packages.js';
import { SUFFIX_PARENTS } from './suffix-parents.generated.js';

// ICANN reserved this name for private use in 2024. tldts does not know it as a special-use name.
const RESERVED_FOR_PRIVATE_USE = 'internal';

let parents: ReadonlySet<string> | undefined;

/**
 * Whether names directly below the host can be registered. This is so for public suffixes,
 * including the private section of the list, and for top-level domains that the list does not
 * contain. Names that are reserved for local use are not public suffixes.
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

/**
 * Whether a public suffix belongs to a company, which gives the names below it to its customers.
 */
export function isPrivateSuffix(host: string): boolean {
  return loadSuffixList().parse(host, { allowPrivateDomains: true }).isPrivate === true;
}

/**
 * Whether the host is not a public suffix, but has public suffixes below it, such as
 * `amazonaws.com`.
 */
export function isParentOfSuffixes(host: string): boolean {
  parents ??= new Set(SUFFIX_PARENTS.split(' '));
  return parents.has(host);
}
