import type { CorsRoute } from '../interfaces/index.js';
import { type EffectivePolicy, isResolverType } from '../policy/index.js';
import {
  ALL_METHODS,
  type DiscoveredRoute,
  type EndpointPolicies,
  type GatewayRoute,
  type PathKey,
  type PolicySnapshot,
  handlerName,
} from '../routing/index.js';

type Shown = (effective: EffectivePolicy) => EffectivePolicy;

/** Routes with their policies in a stable order. `shown` gives their form. Default: plain data. */
export function corsRoutes(
  routes: readonly DiscoveredRoute[],
  snapshot: PolicySnapshot,
  shown: Shown = plainPolicy,
): CorsRoute[] {
  return [
    ...routes.map(route => corsRoute(route, snapshot, shown)),
    ...snapshot.keys.map(key => pathRow(key, snapshot, shown)),
    ...snapshot.gateways.flatMap(gateways =>
      gateways.routes.map(route => gatewayRow(route, gateways, shown)),
    ),
  ].sort(
    (a, b) =>
      compare(a.path, b.path) || compare(a.method, b.method) || compare(a.handler ?? '', b.handler ?? ''),
  );
}

/** A key of `paths`. No field has a value if the path is left to the application. */
function pathRow(key: PathKey, snapshot: PolicySnapshot, shown: Shown): CorsRoute {
  const policy = key.isUnmanaged ? {} : shown(snapshot.entryAt(key).effective);
  return { kind: 'path', method: ALL_METHODS, path: key.key, policy };
}

/** A gateway. No field has a value if it is left to the application. */
export function gatewayRow(
  route: GatewayRoute,
  { entry }: Pick<EndpointPolicies, 'entry'>,
  shown: Shown = plainPolicy,
): CorsRoute {
  const { method, path, port } = route;
  return {
    kind: 'gateway',
    method,
    path,
    ...(port === 0 ? {} : { port }),
    handler: handlerName(route),
    policy: shown(entry.effective),
  };
}

/** One route with its policy as plain data. */
export function corsRoute(
  route: DiscoveredRoute,
  snapshot: PolicySnapshot,
  shown: Shown = plainPolicy,
): CorsRoute {
  const { method, path, hosts, versions } = route;
  return {
    method,
    path,
    ...(hosts === undefined ? {} : { host: oneOrMany(hosts.map(String)) }),
    ...(versions === undefined ? {} : { version: oneOrMany(versions.map(versionText)) }),
    handler: handlerName(route),
    policy: shown(snapshot.entryOf(route).effective),
  };
}

/** An effective policy whose values survive JSON. */
export function plainPolicy(effective: EffectivePolicy): EffectivePolicy {
  return Object.fromEntries(
    Object.entries(effective).map(([field, entry]) => [field, { ...entry, value: plainValue(entry.value) }]),
  );
}

function plainValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'function') return `[${isResolverType(value) ? 'class' : 'function'} ${value.name}]`;
  if (Object.prototype.toString.call(value) === '[object RegExp]') return String(value);
  return typeof value === 'object' && value !== null ? { ...value } : value;
}

function versionText(version: string | symbol): string {
  return typeof version === 'symbol' ? 'neutral' : version;
}

function oneOrMany(values: string[]): string | string[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

// By code unit: the order does not depend on the locale.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
