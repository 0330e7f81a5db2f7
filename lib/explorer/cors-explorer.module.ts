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
 * A page in the application itself that shows what it opens to other origins, draws the CORS request flow of any request, and tells the latest
 * decisions as they happen. For development: it opens with the address that it prints when the server listens, which has a token, and it does
 * not start in production unless it is told that access is guarded.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     CorsModule.forRoot({ defaults: { origin: 'https://app.example.com' } }),
 *     ...(process.env.NODE_ENV === 'production' ? [] : [CorsExplorerModule.forRoot()]), // at /cors-explorer
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
   * @throws {CorsConfigurationError} for options that cannot work; and when the application starts, in production without `accessIsGuarded`,
   * and where {@link CorsModule} is not imported
   */
  static forRoot(options: CorsExplorerOptions = {}): DynamicModule {
    const checked = checkedOptions(options);
    return {
      module: CorsExplorerModule,
      controllers: [explorerController(checked.path)],
      providers: [
        { provide: CORS_EXPLORER_OPTIONS, useValue: checked },
        // Made with each application, and not with each import.
        { provide: ExplorerToken, useFactory: () => new ExplorerToken() },
        ExplorerAddress,
        DecisionFeed,
        LiveStreams,
      ],
    };
  }
}
