import { Inject, Injectable, Logger, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { type AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost, ModulesContainer } from '@nestjs/core';
import { CORS_MODULE_OPTIONS } from '../cors.constants.js';
import type { CorsModuleOptions } from '../interfaces/index.js';
import { type HttpPlatform, CorsInterceptor, choosePlatform, interceptorMode } from '../platform/index.js';
import { type StateSlot, CorsDecisions, CorsStateHolder } from '../exchange/index.js';
import { GatewayServers, HandshakeDecisions, takeHandshakes } from '../sockets/index.js';
import { RouteExplorer } from '../routing/index.js';
import { type AdapterHost, onAdapter } from './adapter-arrivals.js';
import { CorsApplication } from './cors-application.js';
import { guardEnableCors } from './enable-cors-guard.js';

/** The module on an HTTP adapter. */
interface Installation {
  readonly platform: HttpPlatform;
  readonly slot: StateSlot;
  readonly handshakes: HandshakeDecisions;
}

/**
 * Starts the module in two steps. As soon as there is an HTTP adapter, it takes its place in the
 * request flow. When Nest has registered all routes, it compiles their policies. Without an HTTP
 * adapter it does nothing. Each application that is created from one `TestingModule` has its own
 * adapter.
 */
@Injectable()
export class CorsStartup implements OnModuleInit {
  private readonly logger = new Logger('CorsModule');
  /** The adapters whose applications have not started, the oldest first. */
  private readonly waiting: Installation[] = [];
  private readonly gatewayServers: GatewayServers;

  constructor(
    @Inject(CORS_MODULE_OPTIONS) private readonly options: CorsModuleOptions,
    @Inject(HttpAdapterHost) host: AdapterHost,
    @Inject(ModulesContainer) private readonly modules: ModulesContainer,
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(CorsDecisions) private readonly decisions: CorsDecisions,
    @Inject(CorsApplication) private readonly application: CorsApplication,
    @Inject(CorsInterceptor) private readonly interceptor: CorsInterceptor,
  ) {
    this.gatewayServers = new GatewayServers(config, () => this.waiting.length > 0);
    onAdapter(host, adapter => {
      this.install(adapter);
    });
  }

  /** Nest registers the routes of an application between this and {@link onModuleInit}. */
  beforeRoutes(): void {
    this.openRegistrations(true);
  }

  async onModuleInit(): Promise<void> {
    this.openRegistrations(false);
    const started =
      this.waiting.find(({ platform }) => !platform.registrations.isEmpty) ?? this.waiting.at(-1);
    if (started === undefined) return;
    this.waiting.splice(this.waiting.indexOf(started), 1);
    const { platform, slot, handshakes } = started;
    const servers = this.gatewayServers.claim(handshakes);
    const discovered = new RouteExplorer(this.modules, this.config).explore();
    const served = await platform.identify(discovered);
    // This runs without a pause. An earlier reload changes the options that the application starts
    // with, and a later one replaces the policies.
    this.application.start(served, slot, servers);
  }

  private openRegistrations(isOpen: boolean): void {
    for (const { platform } of this.waiting) platform.registrations.isOpen = isOpen;
  }

  /**
   * The interceptor costs time on every route, so Nest gets it only if the platform does not decide
   * by itself.
   */
  private serveByInterceptor(): void {
    if (!this.holder.servedByInterceptor) this.config.useGlobalInterceptors(this.interceptor);
    this.holder.servedByInterceptor = true;
  }

  private install(adapter: AbstractHttpAdapter): void {
    const { config, decisions } = this;
    const mode = interceptorMode(this.options);
    const slot: StateSlot = { current: undefined };
    const serveByInterceptor = (): void => {
      this.serveByInterceptor();
    };
    const platform = choosePlatform(adapter, mode, {
      config,
      requestMethods: RequestMethod,
      holder: slot,
      decisions,
      serveByInterceptor,
    });
    platform.install();
    const handshakes = new HandshakeDecisions(slot, decisions);
    takeHandshakes(adapter, handshakes);
    this.waiting.push({ platform, slot, handshakes });
    guardEnableCors(adapter, sentence => {
      this.logger.warn(sentence);
    });
  }
}
