import { type PlacedLayer, type PolicyBook, type PolicyEntry, type PolicyProblem } from '../policy/index.js';
import {
  type DiscoveredGateway,
  EndpointPolicies,
  type GatewayRoute,
  type SocketEndpoint,
  gatewayRoute,
  routeLabel,
} from '../routing/index.js';
import { listedPlaces } from '../decorators/index.js';
import { decoratedBelow } from './path-assembler.js';
import type { PathLevels } from './path-levels.js';

/** The gateways of one endpoint. */
export interface EndpointGateways {
  readonly endpoint: SocketEndpoint;
  readonly gateways: readonly DiscoveredGateway[];
}

/** The policy options of a decorator on a gateway. */
export interface GatewayDeclaration {
  readonly place: string;
  readonly layers: readonly PlacedLayer[];
  readonly problems: readonly PolicyProblem[];
}

export interface GatewayAssembly {
  readonly book: PolicyBook;
  readonly levels: PathLevels;
  /** The layers of a gateway without a decorator: the module defaults. */
  readonly undecorated: readonly PlacedLayer[];
  readonly declared: (gateway: DiscoveredGateway) => GatewayDeclaration;
}

interface DeclaredRoute {
  readonly route: GatewayRoute;
  readonly declaration: GatewayDeclaration;
  readonly entry: PolicyEntry | undefined;
}

const CLOSED: readonly PlacedLayer[] = [{ level: 'built-in', options: { origin: false }, place: '' }];

/** Makes the policy of each endpoint of gateways. */
export class GatewayAssembler {
  constructor(private readonly assembly: GatewayAssembly) {}

  assemble(endpoints: readonly EndpointGateways[]): EndpointPolicies[] {
    return endpoints.flatMap(each => this.policiesOf(each) ?? []);
  }

  private policiesOf({ endpoint, gateways }: EndpointGateways): EndpointPolicies | undefined {
    const { book, levels, undecorated } = this.assembly;
    const key = levels.ofEndpoint(endpoint);
    const layersOf = ({ layers }: Pick<GatewayDeclaration, 'layers'>): readonly PlacedLayer[] => [
      ...layers,
      ...(key?.layers ?? []),
      ...undecorated,
    ];
    const declared = gateways.map(gateway => {
      const route = gatewayRoute(gateway, endpoint);
      return { route, declaration: this.assembly.declared(gateway) };
    });
    for (const { route, declaration } of declared) {
      const { place, problems } = declaration;
      for (const problem of problems)
        book.report.add(problem, routeLabel(route), { level: 'gateway', place });
    }
    const decorated = declared.filter(({ declaration }) => declaration.place !== '');
    const routes = [...decorated, ...declared.filter(({ declaration }) => declaration.place === '')].map(
      ({ route }) => route,
    );
    if (key?.isUnmanaged === true) {
      for (const { route } of decorated)
        book.report.add(decoratedBelow(key, 'gateway'), routeLabel(route), {
          level: 'path',
          place: key.place,
        });
      const entry = book.enterQuietly(CLOSED);
      return entry && new EndpointPolicies(endpoint, routes, { ...entry, effective: {} }, key);
    }
    const entries: DeclaredRoute[] = (decorated.length > 0 ? decorated : declared.slice(0, 1)).map(
      ({ route, declaration }) => ({
        route,
        declaration,
        entry: book.enterGateway(routeLabel(route), layersOf(declaration)),
      }),
    );
    this.checkAlike(entries);
    const [first] = entries;
    return first?.entry && new EndpointPolicies(endpoint, routes, first.entry, undefined);
  }

  /** A handshake does not say which gateway it is for, for example which namespace. */
  private checkAlike(declared: readonly DeclaredRoute[]): void {
    const [first, ...others] = declared.filter(({ entry }) => entry !== undefined);
    for (const other of others) {
      if (first === undefined || other.entry?.policy === first.entry?.policy) continue;
      const names = listedPlaces([first, other].map(({ route }) => route.controller.name));
      this.assembly.book.report.add(
        {
          field: 'policy',
          value: other.route.controller.name,
          reason: `a handshake at ${other.route.path} does not name its gateway, and ${names} have different policies`,
          suggestion:
            'write @CorsPolicy() on only one of the gateways, write the same policy on both, or give them different paths',
        },
        routeLabel(other.route),
        { level: 'gateway', place: other.declaration.place },
      );
    }
  }
}

/** A warning about gateways with a `cors` option. `undefined` if there are none. */
export function warningOfGatewayCors(gateways: readonly DiscoveredGateway[]): string | undefined {
  const names = gateways.filter(({ hasCors }) => hasCors).map(({ type }) => type.name);
  if (names.length === 0) return undefined;
  return (
    `${listedPlaces(names)} ${names.length === 1 ? 'has' : 'have'} a cors option. Browsers apply no CORS to WebSocket ` +
    'handshakes, so it does not protect them. Write its origins in @CorsPolicy() on the gateway, and remove cors: where a policy ' +
    'sets an origin, that policy alone decides.'
  );
}
