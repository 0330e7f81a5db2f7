import { partsOf } from './path-index.js';
import { type PathMatching, asCompared, decodedPath } from './path-readings.js';

/** The paths of a key, segment by segment. */
export interface KeyShape {
  readonly segments: readonly string[];
  readonly isPrefix: boolean;
}

/** The paths that a route serves, as far as its path string tells for certain. */
export interface RouteShape {
  /** Segment by segment; `undefined` for a parameter, which may be anything. */
  readonly segments: readonly (string | undefined)[];
  /** Whether anything may follow, such as a wildcard or an optional part. */
  readonly isOpen: boolean;
}

/** What makes a segment more than a literal or a parameter: optional parts, wildcards and expressions. */
const OPEN = /[{}*?()[\]+!\\]/;

/** Reads a path in the syntax of any router: what is not certain counts as open. */
export function routeShape(path: string): RouteShape {
  const segments: (string | undefined)[] = [];
  for (const segment of path.split('/').slice(1)) {
    if (OPEN.test(segment)) return { segments, isOpen: true };
    segments.push(segment.includes(':') ? undefined : segment);
  }
  return { segments, isOpen: false };
}

/** How the paths of a route and those of a key lie. */
export type Overlap = 'none' | 'some' | 'all';

export function keyShape(key: string): KeyShape {
  const { path, isPrefix } = partsOf(key);
  return { segments: path.split('/').slice(1), isPrefix };
}

/** Whether a route serves none, some or all of its paths at or below a key. */
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
  // An optional part may be absent, or follow.
  return isCertain && (key.isPrefix || !isOpen) ? 'all' : 'some';
}

/** A route may be written with or without escapes, as its platform has it. */
function comparedSegment(segment: string, matching: PathMatching): string {
  return asCompared(decodedPath(segment), matching);
}
