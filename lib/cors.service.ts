import { Inject, Injectable } from '@nestjs/common';
import { corsRoutes } from './diagnostics/cors-routes.js';
import type { CorsModuleOptions } from './interfaces/cors-module-options.interface.js';
import type { CorsRoute } from './interfaces/cors-route.interface.js';
import { CorsStateHolder } from './platform/index.js';
import { CorsApplication } from './startup/cors-application.js';

/**
 * What an application opens to other origins, and its change while the application runs.
 *
 * @publicApi
 */
@Injectable()
export class CorsService {
  constructor(
    @Inject(CorsApplication) private readonly application: CorsApplication,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
  ) {}

  /**
   * The whole CORS surface: every route with its effective policy and where each field came from. Serialisable and in a stable order (path,
   * method, handler), so that a snapshot test can guard it. Empty before the application has started, and where it does not serve HTTP.
   */
  routes(): CorsRoute[] {
    const state = this.holder.current;
    return state === undefined ? [] : corsRoutes(this.application.routes, state.snapshot);
  }

  /**
   * Replaces the module's defaults and named policies, both wholly and atomically: what is left out is gone, and each answer belongs wholly
   * to the old or to the new.
   *
   * @throws {CorsConfigurationError} (as a rejection) with everything that is wrong; nothing has changed then
   */
  async reload(options: Pick<CorsModuleOptions, 'defaults' | 'policies'>): Promise<void> {
    this.application.reload(options);
    return Promise.resolve();
  }
}
