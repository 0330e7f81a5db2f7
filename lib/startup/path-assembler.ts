import {
  type PlacedLayer,
  type PolicyBook,
  type PolicyEntry,
  type PolicyProblem,
  UNMATCHED_PATHS,
  describeValue,
} from '../policy/index.js';
import {
  type DiscoveredRoute,
  type PathEntries,
  type PathKey,
  type PathMatching,
  PathIndex,
  routeLabel,
} from '../routing/index.js';
import type { PathLevel, PathLevels } from './path-levels.js';

type Route = DiscoveredRoute | undefined;

export interface PathAssembly {
  readonly book: PolicyBook;
  readonly levels: PathLevels;
  readonly matching: PathMatching;
  /** The layers of a route without decorators: the module defaults. */
  readonly undecorated: readonly PlacedLayer[];
  readonly enter: (route: DiscoveredRoute, layers: readonly PlacedLayer[]) => PolicyEntry | undefined;
}

/**
 * Makes the policies of the keys of `paths`: for paths without a route, and for each route that a
 * key can match.
 */
export class PathAssembler {
  private readonly byKey = new Map<PathKey, Map<Route, PolicyEntry>>();
  /** The entries of routes that always have a key, for readings of their paths that have none. */
  private readonly withoutKey = new Map<Route, PolicyEntry>();
  private readonly covered = new Set<DiscoveredRoute>();
  private readonly ofRoute = new Map<DiscoveredRoute, readonly PlacedLayer[]>();
  private readonly layers = new Map<readonly PlacedLayer[], Map<PathLevel, readonly PlacedLayer[]>>();

  constructor(private readonly assembly: PathAssembly) {
    const { book, levels, undecorated } = assembly;
    for (const [first, level] of levels.equalKeys) this.report(level, sameAs(first, level));
    for (const level of levels.all) {
      for (const problem of level.problems) this.report(level, problem);
      if (!level.isUnmanaged)
        this.set(level, undefined, book.enter(labelOf(level), this.withLevel(undecorated, level)));
    }
  }

  /**
   * The policy of a route whose paths all have the same key, if it has no problems. `undefined` for
   * other routes.
   */
  enterRoute(
    route: DiscoveredRoute,
    layers: readonly PlacedLayer[],
  ): { readonly entry: PolicyEntry | undefined } | undefined {
    const { book, enter, levels, undecorated } = this.assembly;
    if (levels.all.length === 0) return undefined;
    this.ofRoute.set(route, layers);
    const { covering, meeting } = levels.around(route);
    for (const level of meeting) {
      if (!level.isUnmanaged) this.set(level, route, enter(route, this.withLevel(layers, level)));
    }
    if (covering === undefined) return undefined;
    this.covered.add(route);
    const plain = book.enterQuietly(layers);
    if (plain !== undefined) this.withoutKey.set(route, plain);
    if (!covering.isUnmanaged) return { entry: this.byKey.get(covering)?.get(route) };
    if (layers !== undecorated) this.report(covering, decoratedBelow(covering), routeLabel(route));
    return { entry: plain && { ...plain, effective: {} } };
  }

  /** The part of a snapshot that finds policies by path. `undefined` if there are no keys. */
  entries(defaults: PolicyEntry, listed: ReadonlyMap<DiscoveredRoute, PolicyEntry>): PathEntries | undefined {
    const { book, levels, matching } = this.assembly;
    if (levels.all.length === 0) return undefined;
    const { byKey, covered, withoutKey } = this;
    // If a combination has problems that start-up could not foresee, its policy allows no origin.
    // It enforces that if the key or the route enforces.
    const closed = book.enterQuietly(closedLayers(false)) ?? defaults;
    const refusing = book.enterQuietly(closedLayers(true)) ?? defaults;
    const closedFor = (...entries: readonly (PolicyEntry | undefined)[]): PolicyEntry =>
      entries.some(entry => entry?.policy.enforce === true) ? refusing : closed;
    return {
      keys: levels.all,
      index: new PathIndex<PathLevel>(levels.all, matching),
      entryOf: (route, key) => {
        const own = route && listed.get(route);
        if (key !== undefined) {
          const entries = byKey.get(key);
          return (
            entries?.get(route) ?? this.unforeseen(route, key) ?? closedFor(entries?.get(undefined), own)
          );
        }
        if (route === undefined) return defaults;
        return (covered.has(route) ? withoutKey.get(route) : own) ?? closed;
      },
      all: [...byKey.values()].flatMap(entries => [...entries]),
    };
  }

  /**
   * The policy of a route at the path of a key that does not match the route. Middleware has
   * rewritten the URL.
   */
  private unforeseen(route: Route, key: PathKey): PolicyEntry | undefined {
    const { book, levels } = this.assembly;
    const layers = route && this.ofRoute.get(route);
    const level = levels.all.find(each => each === key);
    return layers && level && book.enterQuietly(this.withLevel(layers, level));
  }

  private set(level: PathLevel, route: Route, entry: PolicyEntry | undefined): void {
    if (entry === undefined) return;
    const entries = this.byKey.get(level) ?? new Map<Route, PolicyEntry>();
    this.byKey.set(level, entries.set(route, entry));
  }

  /**
   * The levels of a route, then of a key, then the module defaults. The same two give the same
   * list.
   */
  private withLevel(layers: readonly PlacedLayer[], level: PathLevel): readonly PlacedLayer[] {
    const known = this.layers.get(layers) ?? new Map<PathLevel, readonly PlacedLayer[]>();
    this.layers.set(layers, known);
    let combined = known.get(level);
    if (combined === undefined) {
      combined = [...layers.slice(0, -1), ...level.layers, ...layers.slice(-1)];
      known.set(level, combined);
    }
    return combined;
  }

  private report(level: PathLevel, problem: PolicyProblem, label = labelOf(level)): void {
    this.assembly.book.report.add(problem, label, { level: 'path', place: level.place });
  }
}

function closedLayers(enforce: boolean): readonly PlacedLayer[] {
  return [{ level: 'built-in', options: { origin: false, enforce }, place: '' }];
}

function labelOf({ key }: PathLevel): string {
  return `${UNMATCHED_PATHS} at ${key}`;
}

function sameAs(first: PathLevel, level: PathLevel): PolicyProblem {
  return {
    field: 'paths',
    value: level.key,
    reason: `on this platform, ${describeValue(level.key)} and ${describeValue(first.key)} are the same path`,
    suggestion: 'remove one of the two keys',
  };
}

/** The problem of a decorator on a path that its key leaves to the application. */
export function decoratedBelow({ key }: PathLevel, what = 'route'): PolicyProblem {
  return {
    field: 'paths',
    value: key,
    reason: `'unmanaged' leaves this path to the application, so @CorsPolicy() on the ${what} would have no effect`,
    suggestion: `remove @CorsPolicy() from the ${what}, or give the path a policy`,
  };
}
