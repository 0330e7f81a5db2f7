import { Inject, Injectable } from '@nestjs/common';
import { type AbstractHttpAdapter, ApplicationConfig, HttpAdapterHost } from '@nestjs/core';
import { CsrfOrigins } from './csrf/index.js';
import { corsRoutes, explain } from './diagnostics/index.js';
import type {
  CorsExplainHandshake,
  CorsExplainRequest,
  CorsExplanation,
  CorsModuleOptions,
  CorsRehearsalOptions,
  CorsRoute,
} from './interfaces/index.js';
import { CorsStateHolder } from './platform/index.js';
import { CorsApplication } from './startup/index.js';

/**
 * What an application opens to other origins, and its change while the application runs.
 *
 * @publicApi
 */
@Injectable()
export class CorsService {
  /** @internal */
  constructor(
    @Inject(CorsApplication) private readonly application: CorsApplication,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(CsrfOrigins) private readonly csrf: CsrfOrigins,
    @Inject(HttpAdapterHost) private readonly host: { readonly httpAdapter?: AbstractHttpAdapter | null },
    @Inject(ApplicationConfig) private readonly config: ApplicationConfig,
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
   * Says what becomes of a page's request, as a browser and this server would take it: every check of the CORS request flow with the header
   * that decides it, and where one fails what to change. Nothing is sent, and no handler, guard or middleware runs.
   *
   * The steps, in the order of the Fetch standard:
   * - `request`, `cross-origin`, `preflight-needed`: what the browser makes of the call. A page of the server's own origin ends here, readable.
   * - `preflight-route`, `preflight-origin`, `preflight-credentials` (with credentials), `preflight-method`, `preflight-header` (one for each
   *   header that is not CORS-safelisted), `preflight-answer`, `preflight-cache` (where it succeeds): all that would fail is told at once.
   * - `actual-route`, `actual-enforce`, `actual-origin`, `actual-credentials` (with credentials), `actual-exposed-headers`, `actual-vary`:
   *   absent where the preflight fails, since the browser then never sends the request.
   * - of a WebSocket: `request`, `cross-origin`, `handshake-route`, `handshake-origin`.
   *
   * Predicates and resolver classes are asked as the server would ask them, about the preflight and about the actual request, and fail closed.
   * In place of the platform's request they get a plain object with `method`, `url`, `originalUrl`, `path`, `query`, `headers` (what the
   * script sets, and the browser's `host`, `origin`, `accept` and `sec-fetch-mode`), `hostname`, `host`, `protocol`, `get(name)`, and `raw` with
   * `method`, `url` and `headers`: no session, user or body. What they throw is told in the step, not logged.
   *
   * Left out is what this module does not decide: cookies and `SameSite`, Content-Security-Policy, mixed content, redirects, service workers,
   * what middleware, a handler or a proxy changes of the URL or the headers.
   *
   * @throws {TypeError} (as a rejection) for what no browser would send: an origin, a method, a URL or a header name that is none, a forbidden method
   * @throws {Error} (as a rejection) before the application has started, and where it does not serve HTTP
   * @example
   * ```ts
   * const { allowed, steps } = await cors.explain({ method: 'PUT', url: '/cats/1', origin: 'https://app.example.com', credentials: true });
   * const why = steps.find(({ passed }) => !passed)?.detail;
   * ```
   */
  async explain(request: CorsExplainRequest | CorsExplainHandshake): Promise<CorsExplanation> {
    const state = this.holder.current;
    const { httpAdapter } = this.host;
    if (state === undefined || !httpAdapter) {
      throw new Error(
        'There is nothing to explain: the application has not started, or does not serve HTTP.',
      );
    }
    const { servedByInterceptor } = this.holder;
    const versioning = this.config.getVersioning();
    return explain({ ...state, servedByInterceptor, adapter: httpAdapter, versioning }, request);
  }

  /**
   * Replaces the module's defaults and named policies, both wholly and atomically: what is left out is gone, and each answer belongs wholly
   * to the old or to the new. What decorators say stays as it was when the application started. Before that, they are what it starts with, and
   * what they say is checked then.
   *
   * @throws {CorsConfigurationError} (as a rejection) with everything that is wrong, such as a name that there is not or another `debug`;
   * nothing has changed then
   */
  async reload(options: Pick<CorsModuleOptions, 'defaults' | 'policies' | 'paths'>): Promise<void> {
    this.application.reload(options);
    this.csrf.afterReload();
    return Promise.resolve();
  }

  /**
   * Decides live traffic by other options as well, without any effect on answers: what would a stricter policy refuse? A request that they would
   * decide otherwise is told in a decision event of the kind `rehearsal`, and each kind of them in one line of the log. They are checked like
   * those of {@link CorsService.reload}. A later call replaces them, and `undefined` ends the rehearsal.
   *
   * Compared is whether a preflight, an actual request with `Origin` or a WebSocket handshake is allowed; pages of the server's own origin are
   * left out. Requests that only predicates could decide are counted, in a line about once a minute.
   *
   * @param candidate what `defaults`, `policies` and `paths` would be, wholly
   * @param options `askPredicates`: whether predicates and resolver classes of the candidate are asked, after the answer has gone out. Default: `false`
   * @throws {CorsConfigurationError} (as a rejection) with everything that is wrong; a rehearsal under way goes on then
   * @throws {Error} (as a rejection) before the application has started, and where it does not serve HTTP
   * @example
   * ```ts
   * await cors.rehearse({ defaults: { origin: 'https://app.example.com' } });
   * ```
   */
  async rehearse(
    candidate: Pick<CorsModuleOptions, 'defaults' | 'policies' | 'paths'> | undefined,
    options: CorsRehearsalOptions = {},
  ): Promise<void> {
    this.application.rehearse(candidate, options);
    return Promise.resolve();
  }

  /**
   * The exact origins that some policy allows with credentials, for Nest's CSRF protection (Nest 12), so that there is one list and not two.
   * It may be called before `app.init()`, where `enableCsrfProtection()` has to be.
   *
   * It is one list for the whole application, as Nest has it: an origin that one route allows with credentials is trusted on all. And it is a
   * copy, which {@link CorsService.reload} does not reach; a reload that changes these origins is then warned about.
   * {@link CorsService.trusts} goes by the route, knows patterns, and follows a reload.
   *
   * @returns serialised origins in the order of their code units; `[]` where no policy has credentials
   * @throws {CorsConfigurationError} with each rule of such a policy that is no exact origin (a pattern, a regular expression, a predicate, a
   * resolver class, `'null'`), since Nest takes none and leaving it out would refuse whom the policy allows
   * @throws {CorsConfigurationError} before `app.init()`, with everything that is wrong with the configuration
   * @example
   * ```ts
   * app.enableCsrfProtection({ trustedOrigins: app.get(CorsService).trustedOrigins() });
   * ```
   */
  trustedOrigins(): string[] {
    return this.csrf.handOver();
  }

  /**
   * Whether the policy of the route that a request names allows the request's origin with credentials: the predicate form of
   * {@link CorsService.trustedOrigins}, for `exclude` of Nest's CSRF protection (Nest 12). It knows exact origins, patterns and regular
   * expressions, and goes by what is in force after a {@link CorsService.reload}.
   *
   * Nest waits for no answer here, so predicates and resolver classes are not asked: where they decide, a request is trusted only if the
   * policy has `enforce: true`, with which the module itself asks, and refuses with 403. Without it the request is not trusted, and the route
   * is named in a warning, once. `null` is never trusted, and nothing is before `app.init()`.
   *
   * @param request the platform's request, as Nest hands it to `exclude`
   * @returns `false` wherever that is not certain; it does not throw
   * @example
   * ```ts
   * const cors = app.get(CorsService);
   * app.enableCsrfProtection({ exclude: request => cors.trusts(request) });
   * ```
   */
  trusts(request: unknown): boolean {
    return this.csrf.trusts(request);
  }
}
