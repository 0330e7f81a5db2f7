import { type PreflightPolicies, PreparedAnswers, USUAL_METHODS } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';

/** The maximum number of cached combinations. Above it, the cache is emptied. */
const MAX_COMBINATIONS = 5_000;

/**
 * The maximum for one route, small enough for a linear search. A catch-all route meets every other
 * route.
 */
const MAX_FOR_ONE_ROUTE = 8;

type Found = readonly (DiscoveredRoute | undefined)[];

interface Combination {
  readonly method: string;
  readonly asked: Found;
  readonly found: readonly Found[];
  readonly prepared: PreparedAnswers;
}

/**
 * Caches the prepared answers for combinations of routes, because the same paths are requested
 * again.
 */
export class RouteCombinations {
  // By the first route of the requested method. There is rarely a second one.
  private readonly known = new Map<DiscoveredRoute | undefined, Combination[]>();
  private size = 0;
  private considered:
    { readonly methods: ReadonlySet<string>; readonly known: readonly string[] } | undefined;

  /**
   * The methods that may be listed in an answer: common methods, methods of routes, and the
   * requested one.
   */
  methodsBeside(asked: string, methods: ReadonlySet<string>): readonly string[] {
    if (this.considered?.methods !== methods) {
      this.considered = { methods, known: [...new Set([...USUAL_METHODS, ...[...methods].sort()])] };
    }
    const { known } = this.considered;
    return known.includes(asked) ? known : [...known, asked];
  }

  /**
   * Returns the prepared answers for these routes in this order. Creates them if they are not
   * cached.
   */
  recall(
    method: string,
    asked: Found,
    found: readonly Found[],
    make: () => PreflightPolicies,
  ): PreparedAnswers {
    const combinations = this.known.get(asked[0]) ?? [];
    for (const known of combinations) {
      if (known.method !== method || !hasSameItems(known.asked, asked)) continue;
      if (hasSameItems(known.found, found, hasSameItems)) return known.prepared;
    }
    const prepared = new PreparedAnswers(make());
    if (this.size >= MAX_COMBINATIONS) {
      this.known.clear();
      this.size = 0;
    }
    this.size++;
    const kept = combinations.slice(-(MAX_FOR_ONE_ROUTE - 1));
    this.known.set(asked[0], [...kept, { method, asked, found, prepared }]);
    return prepared;
  }
}

function hasSameItems<Item>(
  some: readonly Item[],
  others: readonly Item[],
  isSame: (one: Item, other: Item) => boolean = Object.is,
): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index++) {
    if (!isSame(some[index] as Item, others[index] as Item)) return false;
  }
  return true;
}
