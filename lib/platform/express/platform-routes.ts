import type { PathMatcher } from '../../routing/index.js';
import type { ExpressLayer, ExpressRoute } from './express-instance.js';

/** A route on a router or on a nested router, with the full paths that lead to it. */
export interface PlatformRoute {
  readonly route: ExpressRoute;
  readonly path: PathMatcher;
}

/**
 * The routes in a layer: its own route, or those of the router or application that it mounts.
 * Express's layers match the paths.
 *
 * @param stackOf returns the layers that a layer mounts
 */
export function platformRoutes(
  layer: ExpressLayer,
  stackOf: (layer: ExpressLayer) => readonly ExpressLayer[],
): readonly PlatformRoute[] {
  const { route } = layer;
  if (route !== undefined) {
    return [{ route, path: { test: path => matchedPath(layer, path) !== undefined } }];
  }
  return stackOf(layer)
    .flatMap(inner => platformRoutes(inner, stackOf))
    .map(({ route: inner, path }) => ({
      route: inner,
      path: { test: whole => matchesBelow(layer, whole, path) },
    }));
}

function matchesBelow(layer: ExpressLayer, whole: string, path: PathMatcher): boolean {
  const prefix = matchedPath(layer, whole);
  if (prefix === undefined) return false;
  const rest = whole.slice(prefix.length);
  return path.test(rest.startsWith('/') ? rest : `/${rest}`);
}

/** The part of a path that a layer matches. Early versions of the router store it on the layer. */
export function matchedPath(layer: ExpressLayer, path: string): string | undefined {
  try {
    const match = layer.match(path);
    if (typeof match !== 'object') return match ? layer.path : undefined;
    return match?.path;
  } catch {
    // The path cannot be decoded.
    return undefined;
  }
}
