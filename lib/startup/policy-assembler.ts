import { CORS_POLICY_METADATA } from '../decorators/cors-policy.decorator.js';
import type { CorsModuleOptions } from '../interfaces/cors-module-options.interface.js';
import {
  type CorsConfigurationProblem,
  type CorsPolicyOptions,
  type OptionCopies,
  type PlacedLayer,
  type PolicyEntry,
  type ResolverLookup,
  PolicyBook,
  checkModuleOptions,
  declaredLayers,
  isPlainObject,
} from '../policy/index.js';
import { type DiscoveredRoute, PolicySnapshot, handlerName, routeLabel } from '../routing/index.js';

/** The policies of an application, and what is doubtful about them. */
export interface AssembledPolicies {
  readonly snapshot: PolicySnapshot;
  readonly warnings: readonly CorsConfigurationProblem[];
  /** Named policies that no decorator names. */
  readonly unusedPolicies: readonly string[];
}

const MODULE = 'CorsModule.forRoot()';
const NO_ROUTE = 'paths without a route';

/** Reads what decorators and module options say, and makes each route's policy of it. */
export class PolicyAssembler {
  private readonly book: PolicyBook;
  private readonly named = new Map<string, CorsPolicyOptions>();
  private readonly used = new Set<string>();
  private readonly defaults: PlacedLayer;

  /** @param decorations copies of what decorators say, which a reload does not read again */
  constructor(
    private readonly options: CorsModuleOptions,
    resolvers: ResolverLookup,
    private readonly decorations: OptionCopies,
  ) {
    this.book = new PolicyBook(resolvers);
    this.defaults = {
      level: 'defaults',
      place: `defaults in ${MODULE}`,
      options: readable(options.defaults),
    };
  }

  /** @throws {CorsConfigurationError} with every problem of every route, of the defaults and of the named policies */
  assemble(routes: readonly DiscoveredRoute[]): AssembledPolicies {
    this.checkModule();
    const defaults = this.book.enter(NO_ROUTE, [this.defaults]);
    const entries = new Map<DiscoveredRoute, PolicyEntry>();
    for (const route of routes) {
      const entry = this.book.enter(routeLabel(route), [...this.decorated(route), this.defaults]);
      if (entry !== undefined) entries.set(route, entry);
    }
    for (const [name, options] of this.named) {
      this.book.enter(`named policy '${name}'`, [this.namedLayer(name, options, 'defaults'), this.defaults]);
    }
    this.book.close();
    if (defaults === undefined)
      throw new TypeError('The module defaults have no policy, although nothing is wrong.');
    return {
      snapshot: new PolicySnapshot(defaults, entries),
      warnings: this.book.warnings.problems,
      unusedPolicies: [...this.named.keys()].filter(name => !this.used.has(name)),
    };
  }

  private checkModule(): void {
    const problems = checkModuleOptions(this.options);
    for (const problem of problems) {
      this.book.report.add(problem, 'every route', { level: 'module', place: MODULE });
    }
    for (const [name, options] of Object.entries(readable(this.options.policies))) {
      this.named.set(name, readable(options));
    }
  }

  private decorated(route: DiscoveredRoute): PlacedLayer[] {
    return [
      ...this.layersOf('method', route.handler, `@CorsPolicy() on ${handlerName(route)}`, route),
      ...this.layersOf('controller', route.controller, `@CorsPolicy() on ${route.controller.name}`, route),
    ];
  }

  private layersOf(
    level: 'method' | 'controller',
    target: object,
    place: string,
    route: DiscoveredRoute,
  ): PlacedLayer[] {
    const declaration: unknown = this.decorations.of(Reflect.getMetadata(CORS_POLICY_METADATA, target));
    if (!Array.isArray(declaration)) return [];
    const { layers, problems } = declaredLayers(level, declaration, this.named);
    for (const problem of problems) this.book.report.add(problem, routeLabel(route), { level, place });
    return layers.map(layer => {
      if (layer.named === undefined) return { ...layer, place };
      this.used.add(layer.named);
      return this.namedLayer(layer.named, layer.options, level);
    });
  }

  private namedLayer(named: string, options: CorsPolicyOptions, level: PlacedLayer['level']): PlacedLayer {
    return { level, named, options, place: `policies.${named} in ${MODULE}` };
  }
}

/** What is no object at all was reported with the module's own options; the rest is checked as if it were not there. */
function readable<Options extends object>(options: Options | undefined): Options | Record<string, never> {
  return isPlainObject(options) ? options : {};
}
