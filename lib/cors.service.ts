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
import { CorsStateHolder } from './exchange/index.js';
import { CorsApplication } from './startup/index.js';

/**
 * Reads and changes the policies of a running application.
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
   * Lists every route with its effective policy and the level of each field.
   *
   * The list is plain data in a stable order (path, method, handler), so a snapshot test can
   * compare it. It is empty before the application has started, and if the application does not
   * serve HTTP.
   */
  routes(): CorsRoute[] {
    const state = this.holder.current;
    return state === undefined ? [] : corsRoutes(this.application.routes, state.snapshot);
  }

  /**
   * What {@link CorsService.routes} returns, with functions and regular expressions as values.
   *
   * @internal for the command, which shows where functions were written
   */
  routesAsWritten(): CorsRoute[] {
    const state = this.holder.current;
    return state === undefined
      ? []
      : corsRoutes(this.application.routes, state.snapshot, effective => effective);
  }

  /**
   * Explains how a browser and this server would process a request of a page.
   *
   * The result has each check of the CORS request flow with the header that decides it. A failed
   * check says what to change. Nothing is sent, and no handler, guard or middleware runs.
   *
   * The steps follow the order of the Fetch standard:
   * - `request`, `cross-origin`, `preflight-needed`: how the browser reads the call. A same-origin
   *   request ends here, and is readable.
   * - `preflight-route`, `preflight-origin`, `preflight-credentials` (with credentials),
   *   `preflight-method`, `preflight-header` (one for each header that is not CORS-safelisted),
   *   `preflight-answer`, `preflight-cache` (if the preflight succeeds). All failures are listed,
   *   not only the first.
   * - `actual-route`, `actual-enforce`, `actual-origin`, `actual-credentials` (with credentials),
   *   `actual-exposed-headers`, `actual-vary`. These are absent if the preflight fails, because the
   *   browser then never sends the actual request.
   * - For a WebSocket: `request`, `cross-origin`, `handshake-route`, `handshake-origin`.
   *
   * Predicates and resolver classes are asked about the preflight and about the actual request.
   * They fail closed, as on the server. They get a plain object instead of the platform's request:
   * `method`, `url`, `originalUrl`, `path`, `query`, `headers`, `hostname`, `host`, `protocol`,
   * `get(name)`, and `raw` with `method`, `url` and `headers`. `headers` has the headers of the
   * script, and `host`, `origin`, `accept` and `sec-fetch-mode` of the browser. There is no
   * session, user or body. A step shows the errors that they throw. Errors are not logged.
   *
   * The result ignores rules that this module does not decide: cookies and `SameSite`,
   * Content-Security-Policy, mixed content, redirects and service workers. It also ignores changes
   * of the URL or the headers by middleware, handlers or proxies.
   *
   * @throws {TypeError} (as a rejection) for a request that no browser would send: an invalid
   * origin, method, URL or header name, or a forbidden method
   * @throws {Error} (as a rejection) before the application has started, and if the application
   * does not serve HTTP
   * @see https://fetch.spec.whatwg.org/#http-fetch
   * @example
   * ```ts
   * const { allowed, steps } = await cors.explain({
   *   method: 'PUT',
   *   url: '/cats/1',
   *   origin: 'https://app.example.com',
   *   credentials: true,
   * });
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
   * Replaces `defaults`, `policies` and `paths` of the module options.
   *
   * The new options replace the old ones completely: an option that is left out has its default.
   * The change is atomic, so each response has headers of either the old or the new policies. The
   * arguments of decorators stay as they are. If the application has not started yet, it starts
   * with these options, and checks them at start-up.
   *
   * @throws {CorsConfigurationError} (as a rejection) with all problems, for example an unknown
   * name or another value of `debug`. The old policies then stay in force
   */
  async reload(options: Pick<CorsModuleOptions, 'defaults' | 'policies' | 'paths'>): Promise<void> {
    this.application.reload(options);
    this.csrf.afterReload();
    return Promise.resolve();
  }

  /**
   * Evaluates candidate options on live traffic, for example to find out what a stricter policy
   * would refuse. Responses do not change.
   *
   * A request that the candidate would decide differently causes a decision event of the kind
   * `rehearsal`. The log has one line for each kind of such requests. The candidate is checked as
   * in {@link CorsService.reload}. A later call replaces it, and `undefined` ends the rehearsal.
   *
   * The rehearsal compares whether a preflight, an actual request with `Origin` or a WebSocket
   * handshake is allowed. It ignores same-origin requests. Requests that only predicates can decide
   * are counted, and the log has a line about them about once a minute.
   *
   * @param candidate the candidate for `defaults`, `policies` and `paths`, complete as for
   * `reload()`
   * @param options `askPredicates`: whether predicates and resolver classes of the candidate are
   * asked, after the response was sent. Default: `false`
   * @throws {CorsConfigurationError} (as a rejection) with all problems. A running rehearsal then
   * continues
   * @throws {Error} (as a rejection) before the application has started, and if the application
   * does not serve HTTP
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
   * Lists the exact origins that some policy allows with credentials, for Nest's CSRF protection
   * (Nest 12). The application then has one list of trusted origins. You can call this method
   * before `app.init()`, where Nest requires the call of `enableCsrfProtection()`.
   *
   * Nest has one list for the whole application: it trusts an origin on all routes if one route
   * allows the origin with credentials. The list is a copy. {@link CorsService.reload} does not
   * change it, but logs a warning if these origins change. {@link CorsService.trusts} uses the
   * policy of the route, supports patterns, and follows a reload.
   *
   * @returns serialised origins in the order of their code units; `[]` if no policy has credentials
   * @throws {CorsConfigurationError} with each rule of such a policy that is not an exact origin: a
   * pattern, a regular expression, a predicate, a resolver class or `'null'`. Nest does not support
   * these. Without the rule, Nest would refuse origins that the policy allows
   * @throws {CorsConfigurationError} before `app.init()`, with all problems of the configuration
   * @example
   * ```ts
   * app.enableCsrfProtection({ trustedOrigins: app.get(CorsService).trustedOrigins() });
   * ```
   */
  trustedOrigins(): string[] {
    return this.csrf.handOver();
  }

  /**
   * Says whether the policy of a request's route allows the request's origin with credentials. This
   * is the predicate form of {@link CorsService.trustedOrigins}, for `exclude` of Nest's CSRF
   * protection (Nest 12). It supports exact origins, patterns and regular expressions, and uses the
   * policies that are in force after a {@link CorsService.reload}.
   *
   * Nest does not wait for a promise here, so predicates and resolver classes are not asked. If
   * they decide, a request is trusted only with `enforce: true`: the module then asks them, and
   * refuses the request with 403. Otherwise the request is not trusted, and one warning names the
   * route. The origin `null` is never trusted. Before `app.init()`, no request is trusted.
   *
   * @param request the platform's request, as Nest passes it to `exclude`
   * @returns `false` if the answer is not certain. This method does not throw
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
