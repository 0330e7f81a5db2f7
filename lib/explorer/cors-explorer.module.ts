import { type DynamicModule, Inject, Module, Optional } from '@nestjs/common';
import { CORS_SERVICE } from '../cors.constants.js';
import { ExplorerAddress } from './access/explorer-address.js';
import { ExplorerToken } from './access/explorer-token.js';
import { assertMayStart, checkedOptions, failWithoutCorsModule } from './checked-options.js';
import { CORS_EXPLORER_OPTIONS } from './cors-explorer.constants.js';
import type { CorsExplorerOptions } from './cors-explorer-options.interface.js';
import { explorerController } from './explorer.controller.js';
import { DecisionFeed } from './live/decision-feed.js';
import { LiveStreams } from './live/live-streams.js';

/**
 * Adds a page to the application that shows what the application opens to other origins, draws the
 * CORS request flow of any request, and lists the latest decisions as they happen.
 *
 * The page is for development. It opens with the address that the application prints at start-up,
 * which has a token. In production it does not start without `accessIsGuarded: true`.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CorsModule.forRoot({ defaults: { origin: 'https://app.example.com' } }),
 *     ...(process.env.NODE_ENV === 'production' ? [] : [CorsExplorerModule.forRoot()]),
 *   ],
 * })
 * export class AppModule {}
 * ```
 * @publicApi
 */
@Module({})
export class CorsExplorerModule {
  /** @internal */
  constructor(
    @Inject(CORS_EXPLORER_OPTIONS) options: Required<CorsExplorerOptions>,
    @Optional() @Inject(CORS_SERVICE) cors?: object,
  ) {
    assertMayStart(options, process.env.NODE_ENV);
    if (cors === undefined) failWithoutCorsModule();
  }

  /**
   * Registers the page.
   *
   * @throws {CorsConfigurationError} for options that cannot work. At start-up it is thrown in
   * production without `accessIsGuarded: true`, and without {@link CorsModule}.
   */
  static forRoot(options: CorsExplorerOptions = {}): DynamicModule {
    const checked = checkedOptions(options);
    return {
      module: CorsExplorerModule,
      controllers: [explorerController(checked.path)],
      providers: [
        { provide: CORS_EXPLORER_OPTIONS, useValue: checked },
        // A factory, so that each application has a token of its own.
        { provide: ExplorerToken, useFactory: () => new ExplorerToken() },
        ExplorerAddress,
        DecisionFeed,
        LiveStreams,
      ],
    };
  }
}
