/** The longest shown path segment, in characters. It is enough to tell paths apart. */
const LONGEST_SEGMENT = 330;

/**
 * A URL without its query, which may contain secrets, and without a fragment, which browsers do not
 * send.
 */
export function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/s, '');
}

/** A path in the form that {@link isBelow} compares: `/api/v1`. An empty string for the root. */
export function normalizedPrefix(prefix: string): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

export function isBelow(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/**
 * The first segment of a path after a prefix, cut to a length. If the path is not below the prefix,
 * the first segment of the path.
 *
 */
export function firstSegment(path: string, prefix: string): string {
  const rest = isBelow(prefix, path) ? path.slice(prefix.length) : path;
  const [, segment = ''] = rest.split('/', 2);
  return segment.slice(0, LONGEST_SEGMENT);
}
