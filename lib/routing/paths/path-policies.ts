import type { CompiledPolicy, PolicyEntry } from '../../policy/index.js';
import type { DiscoveredRoute } from '../discovered-route.js';
import { RouteCombinations } from '../route-combinations.js';
import type { PathIndex, PathKey } from './path-index.js';

type Route = DiscoveredRoute | undefined;

/**
 * The policies for one set of keys. If a path has several keys, all of their policies must allow.
 */
export class PoliciesAtPath {
  /** Caches prepared answers to preflights with these policies. */
  readonly combinations = new RouteCombinations();
  /** Whether the path is left to the application. */
  readonly isUnmanaged: boolean;
  private readonly entries = new Map<Route, readonly PolicyEntry[]>();
  private readonly policies = new Map<Route, readonly CompiledPolicy[]>();

  constructor(
    /** Never empty. A path without a key has `undefined`. */
    readonly keys: readonly (PathKey | undefined)[],
    private readonly entryOf: (route: Route, key: PathKey | undefined) => PolicyEntry,
  ) {
    this.isUnmanaged = keys.every(key => key?.isUnmanaged === true);
  }

  /** Whether some key gives a policy here. */
  get hasKey(): boolean {
    return this.keys.some(key => key?.isUnmanaged === false);
  }

  /** The policies of a route, each once. `undefined` means requests without a route. */
  policiesOf(route: Route): readonly CompiledPolicy[] {
    let policies = this.policies.get(route);
    if (policies === undefined) {
      policies = this.entriesOf(route).map(({ policy }) => policy);
      this.policies.set(route, policies);
    }
    return policies;
  }

  entriesOf(route: Route): readonly PolicyEntry[] {
    let entries = this.entries.get(route);
    if (entries === undefined) {
      // If only some readings are left to the application, those count as paths without a key.
      const keys = new Set(this.keys.map(key => (key?.isUnmanaged === true ? undefined : key)));
      const distinct = new Map(
        [...keys].map(key => this.entryOf(route, key)).map(each => [each.policy, each]),
      );
      entries = [...distinct.values()];
      this.entries.set(route, entries);
    }
    return entries;
  }
}

/**
 * The maximum number of sets of several keys. Above it, all are dropped and made again on demand.
 */
const MOST_SETS = 100;

/** The policies of an application by path. */
export class PathPolicies {
  private readonly single = new Map<PathKey | undefined, PoliciesAtPath>();
  private readonly several = new Map<string, PoliciesAtPath>();
  private readonly numbers = new Map<PathKey | undefined, number>();

  constructor(
    private readonly index: PathIndex<PathKey> | undefined,
    private readonly entryOf: (route: Route, key: PathKey | undefined) => PolicyEntry,
  ) {}

  /**
   * @param others other readings of the target, if software disagrees about where the path begins
   */
  at(path: string, ...others: readonly string[]): PoliciesAtPath {
    const keys = this.index?.at(path, ...others) ?? NO_KEY;
    return keys.length === 1 ? this.of(keys) : this.ofSeveral(keys);
  }

  /** The policies of a path without a key. */
  get elsewhere(): PoliciesAtPath {
    return this.of(NO_KEY);
  }

  private of(keys: readonly (PathKey | undefined)[]): PoliciesAtPath {
    const [key] = keys;
    let found = this.single.get(key);
    if (found === undefined) {
      found = new PoliciesAtPath(keys, this.entryOf);
      this.single.set(key, found);
    }
    return found;
  }

  private ofSeveral(keys: readonly (PathKey | undefined)[]): PoliciesAtPath {
    const name = keys
      .map(key => this.numberOf(key))
      .sort((one, other) => one - other)
      .join();
    let found = this.several.get(name);
    if (found === undefined) {
      if (this.several.size >= MOST_SETS) this.several.clear();
      found = new PoliciesAtPath(keys, this.entryOf);
      this.several.set(name, found);
    }
    return found;
  }

  private numberOf(key: PathKey | undefined): number {
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(key, number);
    }
    return number;
  }
}

const NO_KEY: readonly undefined[] = [undefined];
