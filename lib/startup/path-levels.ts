import {
  type CorsPolicyOptions,
  type PlacedLayer,
  type PolicyProblem,
  UNMANAGED,
  checkPathKey,
  checkPathPolicy,
  declaredLayers,
  placeOfPath,
  quote,
} from '../policy/index.js';
import {
  type DiscoveredRoute,
  type KeyShape,
  type PathKey,
  type PathMatching,
  type SocketEndpoint,
  asCompared,
  keyShape,
  overlapOf,
  partsOf,
  routeShape,
} from '../routing/index.js';

/** A key of `paths` with its policy options. */
export interface PathLevel extends PathKey {
  /** For messages: `paths['/fonts/*'] in CorsModule.forRoot()`. */
  readonly place: string;
  readonly layers: readonly PlacedLayer[];
  readonly problems: readonly PolicyProblem[];
  readonly shape: KeyShape;
}

/** The keys that match the paths of a route. */
export interface RouteKeys {
  /** The key that matches every URL of the route, if there is one. */
  readonly covering: PathLevel | undefined;
  /** Every key that can match a URL of the route. */
  readonly meeting: readonly PathLevel[];
}

/** Resolves the name of a policy, and notes that it is used. */
export type PlaceNamed = (named: string, options: CorsPolicyOptions) => Pick<PlacedLayer, 'place'>;

/** The keys of `paths`, the most specific first. */
export class PathLevels {
  readonly all: readonly PathLevel[];

  constructor(
    paths: Readonly<Record<string, unknown>>,
    private readonly matching: PathMatching,
    private readonly named: ReadonlyMap<string, CorsPolicyOptions>,
    private readonly placeNamed: PlaceNamed,
  ) {
    this.all = Object.entries(paths)
      .filter(([key, value]) => checkPathKey(key) === undefined && checkPathPolicy(value) === undefined)
      .map(([key, value]) => this.levelOf(key, value))
      .toSorted((one, other) => rankOf(other) - rankOf(one));
  }

  /** The keys that are the same path to the platform. */
  get equalKeys(): readonly (readonly [PathLevel, PathLevel])[] {
    const seen = new Map<string, PathLevel>();
    return this.all.flatMap(level => {
      const { path, isPrefix } = partsOf(level.key);
      const name = `${isPrefix ? 'below ' : ''}${asCompared(path, this.matching)}`;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, level);
      return first === undefined ? [] : [[first, level] as const];
    });
  }

  around({ path }: DiscoveredRoute): RouteKeys {
    if (this.all.length === 0) return NO_KEYS;
    const route = routeShape(path);
    const meeting: PathLevel[] = [];
    let covering: PathLevel | undefined;
    for (const level of this.all) {
      const overlap = overlapOf(route, level.shape, this.matching);
      if (overlap === 'none') continue;
      // The most specific key comes first. If it matches only some paths, other keys match the
      // others.
      if (overlap === 'all' && meeting.length === 0) covering = level;
      meeting.push(level);
      if (overlap === 'all') break;
    }
    return { covering, meeting };
  }

  /**
   * The key of an endpoint of gateways. Requests of Socket.IO go below its path, so a key for the
   * paths below it counts as well.
   */
  ofEndpoint({ path, isSocketIo }: SocketEndpoint): PathLevel | undefined {
    const own = asCompared(path, this.matching);
    return this.all.find(({ key }) => {
      const { path: of, isPrefix } = partsOf(key);
      const keyed = asCompared(of, this.matching);
      if (!isPrefix) return keyed === own;
      return (isSocketIo && own === (keyed || '/')) || (own !== '/' && own.startsWith(`${keyed}/`));
    });
  }

  private levelOf(key: string, value: unknown): PathLevel {
    const place = placeOfPath(key);
    const isUnmanaged = value === UNMANAGED;
    const { layers, problems } = isUnmanaged
      ? { layers: [], problems: [] }
      : declaredLayers('path', Array.isArray(value) ? value : [value], this.named);
    return {
      key,
      place,
      isUnmanaged,
      shape: keyShape(key),
      problems: problems.map(problem => ({ ...problem, field: `paths[${quote(key)}]` })),
      layers: layers.map(layer => ({
        ...layer,
        path: key,
        place,
        ...(layer.named === undefined ? {} : this.placeNamed(layer.named, layer.options)),
      })),
    };
  }
}

const NO_KEYS: RouteKeys = { covering: undefined, meeting: [] };

/** Exact keys come before prefixes, and longer keys before shorter ones. */
function rankOf({ shape: { segments, isPrefix } }: PathLevel): number {
  return segments.length * 2 + (isPrefix ? 0 : 1);
}
