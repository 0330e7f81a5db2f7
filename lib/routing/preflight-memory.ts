import type { PreflightPolicies } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';

/** More than an application has combinations of routes; beyond, everything is forgotten and learnt anew. */
const MAX_COMBINATIONS = 5_000;

/** Remembers what followed from routes that were found together: the same paths are asked for again and again. */
export class PreflightMemory {
  private readonly numbers = new Map<DiscoveredRoute | undefined, string>();
  private readonly known = new Map<string, PreflightPolicies>();

  /** What is known for these routes in this order, made if it is not known yet. */
  recall(
    method: string,
    found: readonly (readonly (DiscoveredRoute | undefined)[])[],
    make: () => PreflightPolicies,
  ): PreflightPolicies {
    let key = method;
    for (const routes of found) {
      key += ';';
      for (const route of routes) key += this.numberOf(route);
    }
    let policies = this.known.get(key);
    if (policies === undefined) {
      if (this.known.size >= MAX_COMBINATIONS) this.known.clear();
      policies = make();
      this.known.set(key, policies);
    }
    return policies;
  }

  private numberOf(route: DiscoveredRoute | undefined): string {
    let number = this.numbers.get(route);
    if (number === undefined) {
      number = `${this.numbers.size},`;
      this.numbers.set(route, number);
    }
    return number;
  }
}
