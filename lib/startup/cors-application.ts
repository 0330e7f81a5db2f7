import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_OPTIONS } from '../cors.constants.js';
import type { CorsModuleOptions, CorsRehearsalOptions } from '../interfaces/index.js';
import { CorsStateHolder, type StateSlot } from '../exchange/index.js';
import type { GatewayServer } from '../sockets/index.js';
import type { ServedRoutes } from '../platform/index.js';
import { DEFAULT_ORIGIN_TIMEOUT, OptionCopies, compileOwnOrigins, describeValue } from '../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type PathMatching,
  type PolicySnapshot,
  RouteExplorer,
  exploreGateways,
  versionConflicts,
} from '../routing/index.js';
import { decoratorsWithoutEffect } from './decorators-without-effect.js';
import { type EndpointGateways, warningOfGatewayCors } from './gateway-assembler.js';
import { endpointsOf, warningOfUnseen } from './gateway-endpoints.js';
import { assertOptions } from './module-imports.js';
import { checkedRehearsal } from './checked-rehearsal.js';
import { reloadedOptions } from './reloaded-options.js';
import { type AssembledPolicies, PolicyAssembler } from './policy-assembler.js';
import { InjectedResolvers } from './resolver-lookup.js';

/** How paths are compared before the platform is known. */
const EXACT: PathMatching = { ignoresCase: false, ignoresLastSlash: false };

type RehearsedOptions = Pick<CorsModuleOptions, 'defaults' | 'policies' | 'paths'>;

/** An application on an HTTP adapter. */
interface StartedApplication {
  readonly routes: readonly DiscoveredRoute[];
  readonly table: NestRouteTable;
  /** Copies of the options of decorators. */
  readonly decorations: OptionCopies;
  readonly slot: StateSlot;
  /** The endpoints of its gateways. */
  readonly endpoints: readonly EndpointGateways[];
}

/**
 * An application that serves HTTP: its routes, and the options that their policies come from. If
 * several applications are created from one `TestingModule`, the routes are those of the last one.
 */
@Injectable()
export class CorsApplication {
  private readonly logger = new Logger('CorsModule');
  private readonly resolvers: InjectedResolvers;
  private readonly started: StartedApplication[] = [];

  constructor(
    @Inject(CORS_MODULE_OPTIONS) private options: CorsModuleOptions,
    @Inject(ModuleRef) moduleRef: ModuleRef,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
  ) {
    this.resolvers = new InjectedResolvers(moduleRef);
  }

  /** Empty before the start, and in applications that do not serve HTTP. */
  get routes(): readonly DiscoveredRoute[] {
    return this.started.at(-1)?.routes ?? [];
  }

  /**
   * The routes with their current policies. Before the start, these are the policies that the
   * application would start with. Paths may then lack what `main.ts` sets later, such as a global
   * prefix.
   *
   * @throws {CorsConfigurationError} before the start, with all problems
   */
  policies(): { readonly routes: readonly DiscoveredRoute[]; readonly snapshot: PolicySnapshot } {
    const { current } = this.holder;
    if (current !== undefined) return { routes: this.routes, snapshot: current.snapshot };
    const routes = new RouteExplorer(this.modules, this.config).explore();
    return {
      routes,
      snapshot: this.assemble(this.options, { routes, decorations: new OptionCopies() }).snapshot,
    };
  }

  /**
   * Compiles the policies of all routes, before the application serves requests.
   *
   * @throws {CorsConfigurationError} with all problems
   */
  start(
    { routes, table }: ServedRoutes,
    slot: StateSlot,
    gatewayServers: readonly GatewayServer[] = [],
  ): void {
    this.options = new OptionCopies().of(this.options);
    const decorations = new OptionCopies();
    const gateways = exploreGateways(this.modules);
    const endpoints = endpointsOf(gateways, gatewayServers);
    const application = { routes, table, decorations, slot, endpoints };
    const policies = this.assemble(this.options, application);
    this.started.push(application);
    this.warn(policies, routes);
    this.serve(policies, application);
    for (const warning of [
      decoratorsWithoutEffect(this.modules),
      warningOfGatewayCors(gateways),
      warningOfUnseen(gateways, gatewayServers),
    ]) {
      if (warning !== undefined) this.logger.warn(warning);
    }
  }

  /**
   * Replaces defaults, named policies and paths together. Requests under way keep the policies that
   * they began with.
   *
   * @throws {CorsConfigurationError} with all problems. Nothing has changed then.
   */
  reload(given: Pick<CorsModuleOptions, 'defaults' | 'policies' | 'paths'>): void {
    const options = reloadedOptions(given, this.options);
    if (this.started.length === 0) {
      this.options = options;
      return;
    }
    const copy = new OptionCopies().of(options);
    const assembled = this.started.map(application => ({
      application,
      policies: this.assemble(copy, application),
    }));
    this.options = copy;
    for (const { application, policies } of assembled) {
      this.warn(policies, application.routes);
      this.serve(policies, application);
    }
  }

  /**
   * Decides requests by other options as well, in every application that has started.
   *
   * @throws {CorsConfigurationError} with all problems. Nothing has changed then.
   */
  rehearse(candidate: RehearsedOptions | undefined, options: CorsRehearsalOptions): void {
    if (this.started.length === 0) {
      throw new Error(
        'There is nothing to rehearse: the application has not started, or does not serve HTTP.',
      );
    }
    const { askPredicates } = checkedRehearsal(options);
    const copy =
      candidate === undefined
        ? undefined
        : new OptionCopies().of(reloadedOptions(candidate, this.options, 'CorsService.rehearse()'));
    const rehearsals = this.started.map(application => {
      const policies = copy && this.assemble(copy, application);
      if (policies !== undefined) this.warn(policies, application.routes);
      return policies && { snapshot: policies.snapshot, askPredicates };
    });
    for (const [index, { slot }] of this.started.entries()) {
      if (slot.current !== undefined) slot.current = { ...slot.current, rehearsal: rehearsals[index] };
      this.holder.current = slot.current;
    }
  }

  private assemble(
    options: CorsModuleOptions,
    {
      routes,
      decorations,
      table,
      endpoints = [],
    }: Pick<StartedApplication, 'routes' | 'decorations'> &
      Partial<Pick<StartedApplication, 'table' | 'endpoints'>>,
  ): AssembledPolicies {
    assertOptions(options);
    const matching = table?.matching ?? EXACT;
    return new PolicyAssembler(options, this.resolvers, decorations, matching).assemble(routes, endpoints);
  }

  private warn(
    { snapshot, warnings, unusedPolicies }: AssembledPolicies,
    routes: readonly DiscoveredRoute[],
  ): void {
    for (const { place, field, value, reason, suggestion } of warnings) {
      this.logger.warn(`${place}, ${field}: ${describeValue(value)}: ${reason}. Instead: ${suggestion}.`);
    }
    for (const name of unusedPolicies) {
      this.logger.warn(
        `The policy ${describeValue(name)} is defined, but no @CorsPolicy() and no path names it.`,
      );
    }
    for (const { method, path, handlers } of versionConflicts(routes, snapshot)) {
      this.logger.warn(
        `The versions of ${method} ${path} have different policies (${handlers.join(', ')}). A preflight does not contain ` +
          'the version, so it is allowed only if the policy of every version allows it.',
      );
    }
  }

  private serve({ snapshot }: AssembledPolicies, { table, slot }: StartedApplication): void {
    const { debug = false, originTimeout = DEFAULT_ORIGIN_TIMEOUT } = this.options;
    const ownOrigins = compileOwnOrigins(this.options.ownOrigins);
    const rehearsal = slot.current?.rehearsal;
    slot.current = { snapshot, table, debug, originTimeout, ownOrigins, rehearsal };
    this.holder.current = slot.current;
  }
}
