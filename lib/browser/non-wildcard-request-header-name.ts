/** A name that `*` does not stand for. @see https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name */
export function isNonWildcardRequestHeaderName(name: string): boolean {
  return name.toLowerCase() === 'authorization';
}
