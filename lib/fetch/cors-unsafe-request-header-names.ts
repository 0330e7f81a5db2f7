/** Whether a header needs no preflight: the standard's list, or an engine's. */
export type Safelist = (name: string, value: string) => boolean;

/**
 * The names that a preflight has to ask for: in lower case, sorted, each once.
 *
 * @see https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names
 */
export function corsUnsafeRequestHeaderNames(
  headers: Iterable<readonly [name: string, value: string]>,
  isSafelisted: Safelist,
): string[] {
  const unsafe = new Set<string>();
  const potentiallyUnsafe = new Set<string>();
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    if (isSafelisted(name, value)) {
      potentiallyUnsafe.add(name.toLowerCase());
      safelistValueSize += value.length;
    } else {
      unsafe.add(name.toLowerCase());
    }
  }
  if (safelistValueSize > 1024) for (const name of potentiallyUnsafe) unsafe.add(name);
  return [...unsafe].sort();
}
