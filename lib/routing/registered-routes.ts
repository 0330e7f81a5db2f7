import { type PolicyProblem, CorsConfigurationError, problemsAt } from '../policy/index.js';
import { type DiscoveredRoute, routeLabel } from './discovered-route.js';
import { type HostFilter, hostFilter } from './host-filter.js';

/** A route that was registered through the HTTP adapter. */
export class Registration {
  /**
   * The Nest route. Absent before start-up has identified it, and for a route of the application
   * itself.
   */
  route: DiscoveredRoute | undefined;
  servesHost: HostFilter | undefined;
  /** Whether the platform has the route at another path than Nest asked for. */
  isMisplaced = false;

  constructor(
    /** In upper case. `ALL` for all methods. */
    readonly method: string,
    /** As Nest passed it to the adapter. */
    readonly path: string,
    readonly isFromNest: boolean,
    /** Whether it also serves every path below its own. */
    readonly isPrefix: boolean,
  ) {}
}

/**
 * Finds out which Nest route each registration belongs to.
 *
 * @param normalized the registered paths, by the paths that Nest made
 * @param isShared whether other applications register their routes on the same adapter
 * @returns the registered routes. Nest drops some duplicates.
 * @throws {CorsConfigurationError} naming each route that Nest registered and that cannot be
 * identified, because its policy would not be applied
 */
export function identifyRoutes(
  registrations: readonly Registration[],
  discovered: readonly DiscoveredRoute[],
  { normalized, isShared = false }: { normalized: ReadonlyMap<string, string>; isShared?: boolean },
): DiscoveredRoute[] {
  if (pairsInOrder(registrations, discovered, normalized)) return [...discovered];
  const routes = grouped(discovered, ({ method, path }) => `${method} ${normalized.get(path) ?? path}`);
  const registered = grouped(registrations, ({ method, path }) => `${method} ${path}`);
  const unidentified: string[] = [];
  for (const [name, group] of registered) {
    const found = routes.get(name) ?? [];
    const nest = fromNest(group, found.length);
    // The remaining registrations belong to another application.
    const candidates = isShared ? nest.slice(0, found.length) : nest;
    const expected = candidates.length < found.length ? withoutDuplicates(found) : found;
    if (candidates.length !== expected.length || candidates.some(({ isMisplaced }) => isMisplaced)) {
      unidentified.push(...(found.length === 0 ? [name] : found.map(routeLabel)));
      continue;
    }
    for (const [index, registration] of candidates.entries()) {
      assign(registration, expected[index]);
    }
  }
  for (const [name, group] of routes) if (!registered.has(name)) unidentified.push(...group.map(routeLabel));
  if (unidentified.length > 0) {
    throw new CorsConfigurationError(
      unidentified.flatMap(route => problemsAt('the HTTP adapter', route, [problemOf(route)])),
    );
  }
  const identified = new Set(registrations.map(({ route }) => route));
  return discovered.filter(route => identified.has(route));
}

/**
 * Pairs all routes with all registrations of Nest if both are in the same order, as in nearly all
 * applications. This avoids building groups, which is slow with thousands of routes.
 */
function pairsInOrder(
  registrations: readonly Registration[],
  discovered: readonly DiscoveredRoute[],
  normalized: ReadonlyMap<string, string>,
): boolean {
  const nest = registrations.filter(({ isFromNest }) => isFromNest);
  const areSame =
    discovered.every((route, index) => isAt(nest[index], normalized.get(route.path) ?? route.path, route)) &&
    nest.length === discovered.length;
  if (areSame) for (const [index, registration] of nest.entries()) assign(registration, discovered[index]);
  return areSame;
}

function isAt(registration: Registration | undefined, path: string, { method }: DiscoveredRoute): boolean {
  return registration?.path === path && registration.method === method && !registration.isMisplaced;
}

function assign(registration: Registration, route: DiscoveredRoute | undefined): void {
  registration.route = route;
  registration.servesHost = hostFilter(route?.hosts);
}

/**
 * The registrations of Nest. Early versions of Nest 11 do not identify them. There the last ones
 * are Nest's, because the application registers its own routes earlier.
 */
function fromNest(registrations: readonly Registration[], expected: number): readonly Registration[] {
  const certain = registrations.filter(({ isFromNest }) => isFromNest);
  return certain.length > 0 || expected === 0 ? certain : registrations.slice(-expected);
}

/** Nest's `routeConflictPolicy` keeps the first of several duplicates. */
function withoutDuplicates(routes: readonly DiscoveredRoute[]): readonly DiscoveredRoute[] {
  return routes.filter((route, index) => !routes.slice(0, index).some(other => isDuplicate(route, other)));
}

function isDuplicate(one: DiscoveredRoute, other: DiscoveredRoute): boolean {
  return (
    hasSameItems(one.hosts?.map(String), other.hosts?.map(String)) &&
    hasSameItems(one.requestVersions, other.requestVersions)
  );
}

function hasSameItems(some: readonly unknown[] = [], others: readonly unknown[] = []): boolean {
  return some.every(item => others.includes(item)) && others.every(item => some.includes(item));
}

function grouped<Item>(items: readonly Item[], nameOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

function problemOf(route: string): PolicyProblem {
  return {
    field: 'routes',
    value: route,
    reason:
      'the HTTP adapter does not have this route as Nest registered it, so its policy would not be applied',
    suggestion:
      'register routes only through the HTTP adapter of the application, and let no hook change their paths; if you already do, report it as a bug',
  };
}
