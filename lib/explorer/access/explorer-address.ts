import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { type AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { CORS_SERVICE } from '../../cors.constants.js';
import type { CorsService } from '../../cors.service.js';
import { CORS_EXPLORER_OPTIONS } from '../cors-explorer.constants.js';
import type { CorsExplorerOptions } from '../cors-explorer-options.interface.js';
import { EXPLORER_CONTROLLER } from '../explorer-handler.js';
import { ExplorerToken, TOKEN_PARAMETER } from './explorer-token.js';
import { type ListeningServer, isListeningServer, serverUrl } from './server-url.js';

/** The address of the page, which is printed with its token as soon as the server listens. */
@Injectable()
export class ExplorerAddress implements OnApplicationBootstrap {
  private readonly logger = new Logger('CorsExplorer');
  private printed = false;

  constructor(
    @Inject(CORS_EXPLORER_OPTIONS) private readonly options: Required<CorsExplorerOptions>,
    @Inject(ExplorerToken) private readonly token: ExplorerToken,
    @Inject(HttpAdapterHost) private readonly host: { readonly httpAdapter?: AbstractHttpAdapter | null },
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    // Optional, so that the module can say that it needs CorsModule.
    @Optional() @Inject(CORS_SERVICE) private readonly cors?: CorsService,
  ) {}

  /** The path of the page: `/api/cors-explorer`. */
  get path(): string {
    const page = this.cors?.routes().find(({ handler }) => handler === `${EXPLORER_CONTROLLER}.page`);
    if (page !== undefined) return page.path;
    const prefix = this.config.getGlobalPrefix().replace(/^\/+|\/+$/g, '');
    return `${prefix === '' ? '' : `/${prefix}`}/${this.options.path}`;
  }

  onApplicationBootstrap(): void {
    const server: unknown = this.host.httpAdapter?.getHttpServer();
    if (this.options.accessIsGuarded || !isListeningServer(server)) return;
    if (server.listening) this.printFor(server);
    else {
      server.once('listening', () => {
        this.printFor(server);
      });
    }
  }

  /**
   * Prints the address, once.
   *
   * @param base where the application is: `http://localhost:3000`
   */
  print(base: string): void {
    if (this.printed) return;
    this.printed = true;
    // The only place where the token is logged. The line ends with it, so that terminals make a link of all of it.
    const line = `The CORS explorer is at ${base}${this.path}?${TOKEN_PARAMETER}=${this.token.value}`;
    // An application that logs warnings alone would have no way to open the page.
    if (Logger.isLevelEnabled('log')) this.logger.log(line);
    else this.logger.warn(line);
  }

  private printFor(server: ListeningServer): void {
    const url = serverUrl(server);
    if (url !== undefined) this.print(url);
  }
}
