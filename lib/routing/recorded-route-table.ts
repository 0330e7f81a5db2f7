import type { DiscoveredRoute } from './discovered-route.js';
import { nestTableRoute } from './nest-table-route.js';
import { type OrderedRouteTableOptions, OrderedRouteTable } from './ordered-route-table.js';
import type { NestRouteTable, NestTarget } from './policy-routing.js';
import type { Registration } from './registered-routes.js';
import { type RoutesAtTarget, type TableRoute, ALL_METHODS } from './route-table.js';
import { inEitherSpelling } from './spelled-route-table.js';

type Route = DiscoveredRoute | undefined;

/** How an HTTP adapter chooses routes, as far as it tells. */
export interface RecordedRouting extends OrderedRouteTableOptions {
  /** Whether the most specific route answers, and not the first. */
  readonly bySpecificity: boolean;
  /** Whether the adapter reads paths as Express does, and of routes for one method and for all methods serves the one registered first. */
  readonly isKnown: boolean;
}

/**
 * The table of what was registered through an HTTP adapter, by the strings that it was registered with. A path in a syntax that the adapter may
 * read in its own way may match whatever begins like it: its route is a candidate beside the others.
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
  const sorted = recorded.toSorted((one, other) => bySpecificityOf(one.path, other.path));
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

/** Text and whole parameters, which every router reads alike. */
const PLAIN_PATH = /^(?:\/(?::\w+|[\w.~-]*))*$/;

function literalStart(path: string): string {
  const end = path.search(/[^\w.~/-]/);
  // A quantifier counts for what stands before it.
  const isQuantified = '?*+'.includes(path.charAt(end));
  return isQuantified ? path.slice(0, path.lastIndexOf('/', end) + 1) : path.slice(0, end);
}

/** Routes for one method, and routes for all: of those that match, the one that was registered first answers, or either might. */
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

/** Text before a parameter before a wildcard, segment by segment; a wildcard may be empty. */
function bySpecificityOf(one: string, other: string): number {
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
