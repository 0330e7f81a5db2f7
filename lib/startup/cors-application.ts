import { Inject, Injectable, Logger } from '@nestjs/common';
import { ApplicationConfig, ModuleRef, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_OPTIONS } from '../cors.constants.js';
import type { CorsModuleOptions } from '../interfaces/cors-module-options.interface.js';
import { CorsStateHolder, type ServedRoutes } from '../platform/index.js';
import { OptionCopies, describeValue } from '../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type PolicySnapshot,
  RouteExplorer,
  versionConflicts,
} from '../routing/index.js';
import { decoratorsWithoutEffect } from './decorators-without-effect.js';
import { assertOptions } from './module-imports.js';
import { reloadedOptions } from './reloaded-options.js';
import { type AssembledPolicies, PolicyAssembler } from './policy-assembler.js';
import { InjectedResolvers } from './resolver-lookup.js';

/** An application that serves HTTP: its routes, and the options that their policies were made of. */
@Injectable()
export class CorsApplication {
  private readonly logger = new Logger('CorsModule');
  private readonly resolvers: InjectedResolvers;
  private started:
    | {
        readonly routes: readonly DiscoveredRoute[];
        readonly table: NestRouteTable;
        /** What decorators say, as it was. */
        readonly decorations: OptionCopies;
      }
    | undefined;

  constructor(
    @Inject(CORS_MODULE_OPTIONS) private options: CorsModuleOptions,
    @Inject(ModuleRef) moduleRef: ModuleRef,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
  ) {
    this.resolvers = new InjectedResolvers(moduleRef);
  }

  /** Empty in an application that does not serve HTTP, and before it has started. */
  get routes(): readonly DiscoveredRoute[] {
    return this.started?.routes ?? [];
  }

  /**
   * The routes with the policies in use; before the start, with those that it would start with as things stand. Then paths may still lack
   * what `main.ts` has not said yet, such as a global prefix.
   *
   * @throws {CorsConfigurationError} before the start, with everything that is wrong
   */
  policies(): { readonly routes: readonly DiscoveredRoute[]; readonly snapshot: PolicySnapshot } {
    const { started, holder } = this;
    if (started !== undefined && holder.current !== undefined) {
      return { routes: started.routes, snapshot: holder.current.snapshot };
    }
    const routes = new RouteExplorer(this.modules, this.config).explore();
    return { routes, snapshot: this.assemble(this.options, routes, new OptionCopies()).snapshot };
  }

  /**
   * Compiles the policies of all routes, before anything is served.
   *
   * @throws {CorsConfigurationError} with everything that is wrong
   */
  start({ routes, table }: ServedRoutes): void {
    this.options = new OptionCopies().of(this.options);
    const decorations = new OptionCopies();
    const policies = this.assemble(this.options, routes, decorations);
    this.started = { routes, table, decorations };
    this.serve(policies, table);
    const withoutEffect = decoratorsWithoutEffect(this.modules);
    if (withoutEffect !== undefined) this.logger.warn(withoutEffect);
  }

  /**
   * Replaces defaults and named policies wholly and at once; requests under way end with the policies that they began with.
   *
   * @throws {CorsConfigurationError} with everything that is wrong; nothing has changed then
   */
  reload(given: Pick<CorsModuleOptions, 'defaults' | 'policies'>): void {
    const options = reloadedOptions(given, this.options);
    if (this.started === undefined) {
      this.options = options;
      return;
    }
    const { routes, table, decorations } = this.started;
    const copy = new OptionCopies().of(options);
    const assembled = this.assemble(copy, routes, decorations);
    this.options = copy;
    this.serve(assembled, table);
  }

  private assemble(
    options: CorsModuleOptions,
    routes: readonly DiscoveredRoute[],
    decorations: OptionCopies,
  ): AssembledPolicies {
    assertOptions(options);
    return new PolicyAssembler(options, this.resolvers, decorations).assemble(routes);
  }

  private serve({ snapshot, warnings, unusedPolicies }: AssembledPolicies, table: NestRouteTable): void {
    for (const { place, field, value, reason, suggestion } of warnings) {
      this.logger.warn(`${place}, ${field}: ${describeValue(value)}: ${reason}. Instead: ${suggestion}.`);
    }
    for (const name of unusedPolicies) {
      this.logger.warn(`The policy ${describeValue(name)} is defined, but no @CorsPolicy() names it.`);
    }
    for (const { method, path, handlers } of versionConflicts(this.routes, snapshot)) {
      this.logger.warn(
        `The versions of ${method} ${path} have different policies (${handlers.join(', ')}). A preflight does not tell the ` +
          'version, so it is allowed only if every one of them allows it.',
      );
    }
    this.holder.current = { snapshot, table, debug: this.options.debug === true };
  }
}
