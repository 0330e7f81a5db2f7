import { Inject, Injectable, Logger, type OnApplicationBootstrap, Optional } from '@nestjs/common';
import { type AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { CORS_SERVICE } from '../../cors.constants.js';
import { EXPLORER_CONTROLLER } from '../../cors.explorer-handler.js';
import type { CorsService } from '../../cors.service.js';
import { CORS_EXPLORER_OPTIONS } from '../cors-explorer.constants.js';
import type { CorsExplorerOptions } from '../cors-explorer-options.interface.js';
import { ExplorerToken, TOKEN_PARAMETER } from './explorer-token.js';
import { type ListeningServer, isListeningServer, serverPlace } from './server-url.js';

/** Logs where the page is: with the token as soon as the server listens. */
@Injectable()
export class ExplorerAddress implements OnApplicationBootstrap {
  private readonly logger = new Logger('CorsExplorer');
  private printed = false;

  constructor(
    @Inject(CORS_EXPLORER_OPTIONS) private readonly options: Required<CorsExplorerOptions>,
    @Inject(ExplorerToken) private readonly token: ExplorerToken,
    @Inject(HttpAdapterHost) private readonly host: { readonly httpAdapter?: AbstractHttpAdapter | null },
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
    // Optional, so that the module can report that it needs CorsModule.
    @Optional() @Inject(CORS_SERVICE) private readonly cors?: CorsService,
  ) {}

  /** The path of the page with the global prefix: `/api/cors-explorer`. */
  get path(): string {
    const page = this.cors?.routes().find(({ handler }) => handler === `${EXPLORER_CONTROLLER}.page`);
    if (page !== undefined) return page.path;
    const prefix = this.config.getGlobalPrefix().replace(/^\/+|\/+$/g, '');
    return `${prefix === '' ? '' : `/${prefix}`}/${this.options.path}`;
  }

  onApplicationBootstrap(): void {
    if (this.options.accessIsGuarded) {
      this.logger.log(
        `The CORS explorer is at ${this.path}. It needs no token, since accessIsGuarded is true.`,
      );
      return;
    }
    const server: unknown = this.host.httpAdapter?.getHttpServer();
    if (!isListeningServer(server)) return;
    if (server.listening) this.printFor(server);
    else {
      server.once('listening', () => {
        this.printFor(server);
      });
    }
  }

  /**
   * Prints the address with the token, once.
   *
   * @param base where the application is: `http://localhost:3000`
   */
  print(base: string): void {
    if (this.printed) return;
    this.printed = true;
    // No other line has the token. The line ends with it, so that terminals make one link of the
    // address.
    this.say(`The CORS explorer is at ${base}${this.path}?${TOKEN_PARAMETER}=${this.token.value}`);
  }

  private printFor(server: ListeningServer): void {
    const place = serverPlace(server);
    switch (place?.kind) {
      case 'loopback':
        this.print(place.url);
        return;
      case 'other':
        // The guard would refuse this host, so an address with the token would not open.
        this.logger.warn(
          `The CORS explorer does not answer at ${place.url}${this.path}: it answers on a loopback name alone, such as localhost. Let the server listen on localhost or on all addresses, or forward a port of localhost to it.`,
        );
        return;
      case 'socket':
        this.say(
          `The CORS explorer is at ${this.path} behind the socket ${place.path}. The first request for that path on a loopback name, such as localhost, prints the address with the token.`,
        );
        return;
      case undefined:
    }
  }

  /**
   * At a level that is on: an application that logs only warnings has no other way to open the
   * page.
   */
  private say(line: string): void {
    if (Logger.isLevelEnabled('log')) this.logger.log(line);
    else this.logger.warn(line);
  }
}
