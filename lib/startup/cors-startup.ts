import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { type AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_OPTIONS } from '../cors.constants.js';
import type { CorsModuleOptions } from '../interfaces/cors-module-options.interface.js';
import {
  type HttpPlatform,
  CorsDecisions,
  CorsStateHolder,
  choosePlatform,
  interceptorMode,
} from '../platform/index.js';
import type { Observable } from 'rxjs';
import { RouteExplorer } from '../routing/index.js';
import { CorsApplication } from './cors-application.js';
import { guardEnableCors } from './enable-cors-guard.js';

/**
 * Starts the module in two steps: as early as there is an HTTP adapter it takes its place in the request flow, and once Nest has registered
 * all routes it has their policies compiled. Without an HTTP adapter it does nothing.
 */
@Injectable()
export class CorsStartup implements OnModuleInit {
  private readonly logger = new Logger('CorsModule');
  private platform: HttpPlatform | undefined;

  constructor(
    @Inject(CORS_MODULE_OPTIONS) private readonly options: CorsModuleOptions,
    @Inject(HttpAdapterHost)
    host: { readonly httpAdapter?: AbstractHttpAdapter | null; readonly init$: Observable<void> },
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(CorsDecisions) private readonly decisions: CorsDecisions,
    @Inject(CorsApplication) private readonly application: CorsApplication,
  ) {
    // NestFactory.create() has the adapter by now; with Test.createTestingModule() it comes later.
    host.init$.subscribe(() => {
      if (host.httpAdapter) this.install(host.httpAdapter);
    });
    if (host.httpAdapter) this.install(host.httpAdapter);
  }

  async onModuleInit(): Promise<void> {
    const { platform } = this;
    if (platform === undefined) return;
    const discovered = new RouteExplorer(this.modules, this.config).explore();
    const served = await platform.identify(discovered);
    // From here on at once: a reload before this changes what the application starts with, and a later one replaces it.
    this.application.start(served);
  }

  private install(adapter: AbstractHttpAdapter): void {
    if (this.platform !== undefined) return;
    const { config, holder, decisions } = this;
    this.platform = choosePlatform(adapter, interceptorMode(this.options), { config, holder, decisions });
    this.platform.install();
    guardEnableCors(adapter, () => {
      this.logger.warn(
        'app.enableCors() or the cors option is in use beside CorsModule and does nothing, since CorsModule answers: remove it.',
      );
    });
  }
}
