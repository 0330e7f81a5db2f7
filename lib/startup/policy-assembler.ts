import { CORS_POLICY_METADATA } from '../decorators/index.js';
import type { CorsModuleOptions } from '../interfaces/index.js';
import {
  type CorsConfigurationProblem,
  type CorsPolicyOptions,
  type OptionCopies,
  type PlacedLayer,
  type PolicyEntry,
  type PolicyLayer,
  type PolicyProblem,
  type ResolverLookup,
  PolicyBook,
  UNMATCHED_PATHS,
  checkModuleOptions,
  checkUnsetOwnOrigins,
  declaredLayers,
  isPlainObject,
  namedPolicyLabel,
  problemsOf,
} from '../policy/index.js';
import {
  type DiscoveredGateway,
  type DiscoveredRoute,
  type EndpointPolicies,
  type PathMatching,
  PolicySnapshot,
  handlerName,
  routeLabel,
} from '../routing/index.js';
import { type EndpointGateways, type GatewayDeclaration, GatewayAssembler } from './gateway-assembler.js';
import { PathAssembler } from './path-assembler.js';
import { PathLevels } from './path-levels.js';

/** The policies of an application, and the warnings about them. */
export interface AssembledPolicies {
  readonly snapshot: PolicySnapshot;
  readonly warnings: readonly CorsConfigurationProblem[];
  /** Named policies that no decorator names. */
  readonly unusedPolicies: readonly string[];
}

/** The policy options of one decorator. */
interface DeclaredLevel {
  readonly level: 'method' | 'controller' | 'gateway';
  readonly place: string;
  readonly layers: readonly PlacedLayer[];
  readonly problems: readonly PolicyProblem[];
}

const NOTHING_DECLARED: DeclaredLevel = { level: 'method', place: '', layers: [], problems: [] };

const MODULE = 'CorsModule.forRoot()';
const EVERY_ROUTE = 'every route';

/** Reads decorators and module options, and makes the policy of each route. */
export class PolicyAssembler {
  private readonly book: PolicyBook;
  private readonly named = new Map<string, CorsPolicyOptions>();
  private readonly used = new Set<string>();
  private readonly defaults: PlacedLayer;
  private readonly undecorated: readonly PlacedLayer[];
  private readonly ofController = new Map<object, DeclaredLevel>();

  /**
   * @param decorations copies of the options of decorators, which a reload does not read again
   * @param matching which paths are the same to the platform
   */
  constructor(
    private readonly options: CorsModuleOptions,
    resolvers: ResolverLookup,
    private readonly decorations: OptionCopies,
    private readonly matching: PathMatching,
  ) {
    this.book = new PolicyBook(resolvers, options.originTimeout);
    this.defaults = {
      level: 'defaults',
      place: `defaults in ${MODULE}`,
      options: readable(options.defaults),
    };
    this.undecorated = [this.defaults];
  }

  /**
   * @throws {CorsConfigurationError} with every problem of every route, of the defaults and of the
   * named policies
   */
  assemble(
    routes: readonly DiscoveredRoute[],
    endpoints: readonly EndpointGateways[] = [],
  ): AssembledPolicies {
    this.checkModule();
    const defaults = this.book.enter(UNMATCHED_PATHS, this.undecorated);
    const levels = this.pathLevels();
    const paths = this.pathPolicies(levels);
    const entries = new Map<DiscoveredRoute, PolicyEntry>();
    const decorated = new Set<DiscoveredRoute>();
    for (const route of routes) {
      const layers = this.layersOf(route);
      if (layers !== this.undecorated) decorated.add(route);
      const atKey = paths.enterRoute(route, layers);
      const entry = atKey === undefined ? this.enter(route, layers) : atKey.entry;
      if (entry !== undefined) entries.set(route, entry);
    }
    const gateways = this.gatewayPolicies(levels, endpoints);
    for (const [name, options] of this.named) {
      this.book.enter(namedPolicyLabel(name), [this.namedLayer(name, options, 'defaults'), this.defaults]);
    }
    this.book.close();
    if (defaults === undefined)
      throw new TypeError('The module defaults have no policy, although nothing is wrong.');
    return {
      snapshot: new PolicySnapshot(defaults, entries, paths.entries(defaults, entries), decorated, gateways),
      warnings: this.book.warnings.problems,
      unusedPolicies: [...this.named.keys()].filter(name => !this.used.has(name)),
    };
  }

  private checkModule(): void {
    const problems = checkModuleOptions(this.options);
    for (const problem of problems) {
      this.book.report.add(problem, EVERY_ROUTE, { level: 'module', place: MODULE });
    }
    for (const warning of problemsOf('ownOrigins', undefined, checkUnsetOwnOrigins(this.options))) {
      this.book.warnings.add(warning, EVERY_ROUTE, { level: 'module', place: MODULE });
    }
    for (const [name, options] of Object.entries(readable(this.options.policies))) {
      this.named.set(name, readable(options));
    }
  }

  private enter(route: DiscoveredRoute, layers: readonly PlacedLayer[]): PolicyEntry | undefined {
    const entry = this.book.known(layers) ?? this.book.enter(routeLabel(route), layers);
    if (entry !== undefined) this.book.checkMethod(() => routeLabel(route), route.method, entry, layers);
    return entry;
  }

  private pathLevels(): PathLevels {
    return new PathLevels(readable(this.options.paths), this.matching, this.named, name => {
      this.used.add(name);
      return { place: placeOfNamed(name) };
    });
  }

  private gatewayPolicies(
    levels: PathLevels,
    endpoints: readonly EndpointGateways[],
  ): readonly EndpointPolicies[] {
    const { book, undecorated } = this;
    const declared = ({ type }: DiscoveredGateway): GatewayDeclaration =>
      this.declared('gateway', type, () => type.name);
    return new GatewayAssembler({ book, levels, undecorated, declared }).assemble(endpoints);
  }

  private pathPolicies(levels: PathLevels): PathAssembler {
    const { book, matching, undecorated } = this;
    return new PathAssembler({
      book,
      levels,
      matching,
      undecorated,
      enter: (route, layers) => this.enter(route, layers),
    });
  }

  private layersOf(route: DiscoveredRoute): readonly PlacedLayer[] {
    const { controller, handler } = route;
    const method = this.declared('method', handler, () => handlerName(route));
    const shared = this.levelsOf(controller);
    this.reportDeclared(method, route);
    this.reportDeclared(shared, route);
    return method.layers.length === 0 ? shared.layers : [...method.layers, ...shared.layers];
  }

  private reportDeclared({ level, place, problems }: DeclaredLevel, route: DiscoveredRoute): void {
    for (const problem of problems) this.book.report.add(problem, routeLabel(route), { level, place });
  }

  /** The levels of a controller and the defaults. Methods without a decorator share one list. */
  private levelsOf(controller: DiscoveredRoute['controller']): DeclaredLevel {
    let levels = this.ofController.get(controller);
    if (levels === undefined) {
      const declared = this.declared('controller', controller, () => controller.name);
      const layers = declared.layers.length === 0 ? this.undecorated : [...declared.layers, this.defaults];
      levels = { ...declared, layers };
      this.ofController.set(controller, levels);
    }
    return levels;
  }

  private declared(level: DeclaredLevel['level'], target: object, nameOf: () => string): DeclaredLevel {
    const metadata: unknown = Reflect.getMetadata(CORS_POLICY_METADATA, target);
    if (metadata === undefined) return NOTHING_DECLARED;
    const declaration = this.decorations.of(metadata);
    if (!Array.isArray(declaration)) return NOTHING_DECLARED;
    const place = `@CorsPolicy() on ${nameOf()}`;
    const { layers, problems } = declaredLayers(level, declaration, this.named);
    return { level, place, problems, layers: layers.map(layer => this.placed(layer, level, place)) };
  }

  private placed(layer: PolicyLayer, level: DeclaredLevel['level'], place: string): PlacedLayer {
    if (layer.named === undefined) return { ...layer, place };
    this.used.add(layer.named);
    return this.namedLayer(layer.named, layer.options, level);
  }

  private namedLayer(named: string, options: CorsPolicyOptions, level: PlacedLayer['level']): PlacedLayer {
    return { level, named, options, place: placeOfNamed(named) };
  }
}

function placeOfNamed(named: string): string {
  return `policies.${named} in ${MODULE}`;
}

/** Replaces a value that is not an object, which the check of the module options has reported. */
function readable<Options extends object>(options: Options | undefined): Options | Record<string, never> {
  return isPlainObject(options) ? options : {};
}
