import { type PreflightPolicies, PreparedAnswers, USUAL_METHODS } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';

/** More than an application has combinations of routes; beyond, everything is forgotten and learnt anew. */
const MAX_COMBINATIONS = 5_000;

/** More than most routes have, and few enough to look through: a route for every path meets each of the others. */
const MAX_FOR_ONE_ROUTE = 8;

type Found = readonly (DiscoveredRoute | undefined)[];

interface Combination {
  readonly method: string;
  readonly asked: Found;
  readonly found: readonly Found[];
  readonly prepared: PreparedAnswers;
}

/** Remembers what followed from routes that were found together: the same paths are asked for again and again. */
export class RouteCombinations {
  // By the first of the routes that were asked for; mostly there is no other.
  private readonly known = new Map<DiscoveredRoute | undefined, Combination[]>();
  private size = 0;
  private considered:
    { readonly methods: ReadonlySet<string>; readonly known: readonly string[] } | undefined;

  /** The methods that may stand in an answer: the usual ones, those that routes name, and the one that is asked for. */
  methodsBeside(asked: string, methods: ReadonlySet<string>): readonly string[] {
    if (this.considered?.methods !== methods) {
      this.considered = { methods, known: [...new Set([...USUAL_METHODS, ...[...methods].sort()])] };
    }
    const { known } = this.considered;
    return known.includes(asked) ? known : [...known, asked];
  }

  /** What is known for these routes in this order, made if it is not known yet. */
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
