import { pathOf } from './request-path.js';

/** How the router reads paths. */
export interface PathReading {
  readonly caseSensitive: boolean;
  readonly ignoreDuplicateSlashes: boolean;
  readonly useSemicolonDelimiter: boolean;
}

// Begins a parameter or a wildcard, or is read by the router once it is decoded.
const NOT_LITERAL = /[:*%]/;

/**
 * Groups routes of find-my-way by the whole segments of plain text that their paths begin with, so that a request is compared with few of
 * them. That router prefers text to parameters and wildcards at each segment, and goes back to them where text leads nowhere. So the group of the longest
 * text is asked first, and the first group that has a route for the request has the one that a router of all routes would choose.
 */
export class PathPrefixes<Group> {
  private readonly groups = new Map<string, Group>();
  /** By the number of segments, whether a group has as many. */
  private readonly lengths: boolean[] = [];

  constructor(
    private readonly reading: PathReading,
    private readonly makeGroup: () => Group,
  ) {}

  groupOf(routePath: string): Group {
    const path = this.fold(routePath);
    let end = 0;
    let segments = 0;
    for (let next = segmentEnd(path, end); next > end + 1; next = segmentEnd(path, end)) {
      if (NOT_LITERAL.test(path.slice(end, next))) break;
      end = next;
      segments += 1;
    }
    while (this.lengths.length <= segments) this.lengths.push(false);
    this.lengths[segments] = true;
    const prefix = path.slice(0, end);
    let group = this.groups.get(prefix);
    if (group === undefined) this.groups.set(prefix, (group = this.makeGroup()));
    return group;
  }

  /** The groups whose routes can serve a request target, the longest text first. */
  groupsAt(url: string): readonly Group[] {
    const path = this.requestedPath(url);
    const found: Group[] = [];
    let end = 0;
    for (const hasLength of this.lengths) {
      const group = hasLength ? this.groups.get(path.slice(0, end)) : undefined;
      if (group !== undefined) found.push(group);
      if (end === path.length) break;
      end = segmentEnd(path, end);
    }
    return found.length > 1 ? found.reverse() : found;
  }

  private requestedPath(url: string): string {
    const path = pathOf(url);
    const delimiter = this.reading.useSemicolonDelimiter ? path.indexOf(';') : -1;
    return this.fold(decoded(delimiter === -1 ? path : path.slice(0, delimiter)));
  }

  private fold(path: string): string {
    const { ignoreDuplicateSlashes, caseSensitive } = this.reading;
    const joined = ignoreDuplicateSlashes ? path.replaceAll(/\/{2,}/g, '/') : path;
    return caseSensitive ? joined : joined.toLowerCase();
  }
}

/** Where the segment ends that begins with the slash at `start`. */
function segmentEnd(path: string, start: number): number {
  const next = path.indexOf('/', start + 1);
  return next === -1 ? path.length : next;
}

/** What the router leaves encoded is never plain text of a route's. */
function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
