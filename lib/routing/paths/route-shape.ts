import { partsOf } from './path-index.js';
import { type PathMatching, asCompared, decodedPath } from './path-readings.js';

/** The paths of a key, segment by segment. */
export interface KeyShape {
  readonly segments: readonly string[];
  readonly isPrefix: boolean;
}

/** The paths that a route serves, as far as its path string is certain. */
export interface RouteShape {
  /** Segment by segment. `undefined` is a parameter, which matches any text. */
  readonly segments: readonly (string | undefined)[];
  /** Whether anything may follow, such as a wildcard or an optional part. */
  readonly isOpen: boolean;
}

/** Characters of optional parts, wildcards and regular expressions. */
const OPEN = /[{}*?()[\]+!\\]/;

/** Reads a path in the syntax of any router. Uncertain parts count as open. */
export function routeShape(path: string): RouteShape {
  const segments: (string | undefined)[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (OPEN.test(segment)) return { segments, isOpen: true };
    segments.push(segment.includes(':') ? undefined : segment);
  }
  return { segments, isOpen: false };
}

/** How many paths of a route a key covers. */
export type Overlap = 'none' | 'some' | 'all';

export function keyShape(key: string): KeyShape {
  const { path, isPrefix } = partsOf(key);
  return { segments: path.split('/').slice(1), isPrefix };
}

/** Whether a key covers none, some or all paths of a route. */
export function overlapOf(shape: RouteShape, key: KeyShape, matching: PathMatching): Overlap {
  const { segments, isOpen } = shape;
  let isCertain = true;
  for (const [index, own] of key.segments.entries()) {
    if (index >= segments.length) return isOpen ? 'some' : 'none';
    const served = segments[index];
    if (served === undefined) isCertain = false;
    else if (served !== own && comparedSegment(served, matching) !== comparedSegment(own, matching))
      return 'none';
  }
  const rest = segments.slice(key.segments.length);
  const hasMore = rest.length > 1 || (rest.length === 1 && rest[0] !== '');
  if (!key.isPrefix && hasMore) return 'none';
  if (key.isPrefix && !hasMore) return isOpen ? 'some' : 'none';
  // An optional part may be absent or present.
  return isCertain && (key.isPrefix || !isOpen) ? 'all' : 'some';
}

/** The platform's path of a route may have escapes or not. */
function comparedSegment(segment: string, matching: PathMatching): string {
  return asCompared(decodedPath(segment), matching);
}
