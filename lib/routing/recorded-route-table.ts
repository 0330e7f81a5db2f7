import type { DiscoveredRoute } from './discovered-route.js';
import { nestTableRoute } from './nest-table-route.js';
import { type OrderedRouteTableOptions, OrderedRouteTable } from './ordered-route-table.js';
import type { NestRouteTable, NestTarget } from './policy-routing.js';
import type { Registration } from './registered-routes.js';
import { type RoutesAtTarget, type TableRoute, ALL_METHODS } from './route-table.js';
import { inEitherSpelling } from './spelled-route-table.js';

type Route = DiscoveredRoute | undefined;

/** How an HTTP adapter chooses routes, as far as it reports that. */
export interface RecordedRouting extends OrderedRouteTableOptions {
  /** Whether the most specific route answers instead of the first one. */
  readonly bySpecificity: boolean;
  /**
   * Whether the adapter reads paths as Express does. Then the first registered route also wins
   * between routes for one method and routes for all methods.
   */
  readonly isKnown: boolean;
}

/**
 * The table of an adapter's registrations, by their path strings. If the adapter may read the
 * syntax of a path in its own way, every path with the same literal start may match. Such a route
 * is an additional candidate.
 */
export function recordedRouteTable(
  registrations: readonly Registration[],
  routing: RecordedRouting,
): NestRouteTable {
  const table = recordedTable(registrations, routing);
  return routing.isKnown ? table : inEitherSpelling(table);
}

function recordedTable(registrations: readonly Registration[], routing: RecordedRouting): NestRouteTable {
  const { bySpecificity, isKnown } = routing;
  const recorded = registrations.filter(({ route, isFromNest }) => route !== undefined || !isFromNest);
  if (!bySpecificity) return tableOf(recorded, routing);
  const sorted = recorded.toSorted((one, other) => compareSpecificity(one.path, other.path));
  const order = new Map<Route, number>();
  for (const [index, { route }] of recorded.entries()) if (!order.has(route)) order.set(route, index);
  return new SpecificityTable(
    tableOf(
      sorted.filter(({ method }) => method !== ALL_METHODS),
      routing,
    ),
    tableOf(
      sorted.filter(({ method }) => method === ALL_METHODS),
      routing,
    ),
    isKnown ? order : undefined,
  );
}

function tableOf(
  registrations: readonly Registration[],
  { isKnown, ...options }: RecordedRouting,
): NestRouteTable {
  return new OrderedRouteTable<Route>(
    registrations.map(registration => tableRoute(registration, isKnown)),
    options,
  );
}

function tableRoute({ method, path, route }: Registration, isKnown: boolean): TableRoute<Route> {
  const isCertain = isKnown || PLAIN_PATH.test(path);
  const own = isCertain ? path : { test: (requested: string) => requested.startsWith(literalStart(path)) };
  if (route !== undefined)
    return { ...nestTableRoute(route, own), ...(isCertain ? {} : { mayPassOn: true }) };
  return {
    method,
    path: own,
    servesHost: undefined,
    versions: undefined,
    mayPassOn: true,
    payload: undefined,
  };
}

/** Literal text and whole parameters. Every router reads these alike. */
const PLAIN_PATH = /^(?:\/(?::\w+|[\w.~-]*))*$/;

function literalStart(path: string): string {
  const end = path.search(/[^\w.~/-]/);
  // A quantifier applies to the character or group before it.
  const isQuantified = '?*+'.includes(path.charAt(end));
  return isQuantified ? path.slice(0, path.lastIndexOf('/', end) + 1) : path.slice(0, end);
}

/**
 * Asks routes for one method and routes for all methods separately. With a known order, the match
 * that was registered first answers. Otherwise both are candidates.
 */
class SpecificityTable implements NestRouteTable {
  readonly methods: ReadonlySet<string>;
  readonly matching: NestRouteTable['matching'];

  constructor(
    private readonly own: NestRouteTable,
    private readonly all: NestRouteTable,
    private readonly order: ReadonlyMap<Route, number> | undefined,
  ) {
    this.methods = own.methods;
    this.matching = own.matching;
  }

  at(target: NestTarget): RoutesAtTarget<Route> {
    const [own, all] = [this.own.at(target), this.all.at(target)];
    return {
      find: method => {
        const candidates = [own.find(method), all.find(method)].filter(({ length }) => length > 0);
        const { order } = this;
        if (order === undefined) return candidates.flat();
        const first = ([route]: readonly Route[]): number => Number(order.get(route));
        return candidates
          .toSorted((one, other) => first(one) - first(other))
          .slice(0, 1)
          .flat();
      },
    };
  }
}

/**
 * Orders literal text before parameters before wildcards, segment by segment. A wildcard may be
 * empty.
 */
function compareSpecificity(one: string, other: string): number {
  const [some, others] = [one.split('/'), other.split('/')];
  for (let index = 0; index < Math.max(some.length, others.length); index++) {
    const difference = rankOf(some[index]) - rankOf(others[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf(segment = ''): number {
  if (segment.includes('*')) return 3;
  if (/^:\w+$/.test(segment)) return 2;
  return segment.includes(':') || segment.includes('{') ? 1 : 0;
}
