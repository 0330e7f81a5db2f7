import { pathOf } from './request-path.js';

/** How the router reads paths. */
export interface PathReading {
  readonly caseSensitive: boolean;
  readonly ignoreDuplicateSlashes: boolean;
  readonly useSemicolonDelimiter: boolean;
}

// The start of a parameter or wildcard, or an escape that the router decodes.
const NOT_LITERAL = /[:*%]/;

/**
 * Groups find-my-way routes by the plain-text segments at the start of their paths. A request is
 * then compared with few routes.
 *
 * At each segment, the router prefers text to parameters and wildcards, and it backtracks to those
 * if the text leads nowhere. So the group with the longest text is asked first. The first group
 * with a matching route holds the route that a router of all routes would choose.
 */
export class PathPrefixes<Group> {
  private readonly groups = new Map<string, Group>();
  /** At each index, whether there is a group with that number of segments. */
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

  /** The groups whose routes can serve a request target, longest text first. */
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

/** The end of the segment whose slash is at `start`. */
function segmentEnd(path: string, start: number): number {
  const next = path.indexOf('/', start + 1);
  return next === -1 ? path.length : next;
}

/** Escapes that the router does not decode never occur in the plain text of a route. */
function decoded(path: string): string {
  if (!path.includes('%')) return path;
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
