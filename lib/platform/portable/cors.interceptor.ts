import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { NEVER, type Observable, defer, from, mergeMap, tap, throwError } from 'rxjs';
import { refusesActual } from '../../policy/index.js';
import { type EarlyDecision, CorsDecisions, actualAnswer } from '../cors-decisions.js';
import { type CorsState, CorsStateHolder } from '../cors-state.js';
import { isReported, reportActual } from '../decision-reports.js';
import { refusal } from '../refusal.js';
import { isSameOrigin } from '../request-facts.js';
import { applyAnswer } from '../response-headers.js';
import { OptionsRouteHandler } from './options-route-handler.js';
import {
  type PortableAdapter,
  addVary,
  locationOf,
  requestFacts,
  requestHeaders,
  responseHeaders,
  whenAnswered,
} from './portable-adapter.js';

/**
 * Puts the CORS headers of a handler's policy on its responses, through Nest's HTTP adapter interface alone. `CorsModule` registers it
 * globally where the platform does not decide by itself: on HTTP adapters other than Express and Fastify, and everywhere with
 * `interceptor: 'always'`. It leaves contexts that are not HTTP alone.
 *
 * @publicApi
 */
@Injectable()
export class CorsInterceptor implements NestInterceptor {
  /** @internal */
  constructor(
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(CorsStateHolder) private readonly holder: CorsStateHolder,
    @Inject(CorsDecisions) private readonly decisions: CorsDecisions,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const state = this.holder.current;
    if (state === undefined || !this.holder.servedByInterceptor || context.getType() !== 'http')
      return next.handle();
    return this.serve(state, context, next);
  }

  private serve(state: CorsState, context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const adapter: PortableAdapter = this.host.httpAdapter;
    const request: unknown = context.switchToHttp().getRequest();
    const response: unknown = context.switchToHttp().getResponse();
    // An OPTIONS handler of the application's own, on a platform that prefers it to the module's route.
    const optionsRoute = new OptionsRouteHandler(adapter, this.holder, this.decisions);
    const preflight = optionsRoute.preflightOf(request);
    if (preflight !== undefined) {
      return defer(() => from(Promise.resolve(optionsRoute.answer(preflight, request, response)))).pipe(
        mergeMap(() => NEVER),
      );
    }

    const { origin } = requestHeaders(request);
    const route = state.snapshot.routeOfHandler(context.getClass(), context.getHandler());
    const policy = state.snapshot.policyOf(route);
    const answered = (early: EarlyDecision | undefined): Observable<unknown> => {
      const apply = (): void => {
        if (adapter.isHeadersSent(response)) return;
        const headers = responseHeaders(adapter, response);
        applyAnswer(actualAnswer(policy, origin, early), headers);
        if (policy.origin.dependsOnOrigin) addVary(headers, 'Origin');
      };
      apply();
      const refused = refusesActual(policy, { origin, allowed: early?.allowed === true });
      const enforced = refused && !isSameOrigin(requestHeaders(request), locationOf(request));
      const allowed = actualAnswer(policy, origin, early).allowOrigin !== undefined;
      if (origin !== undefined && isReported(this.decisions.observer, allowed)) {
        const facts = { state, policy, route, allowed, enforced, origin };
        whenAnswered(response, status => {
          reportActual(this.decisions.observer, { ...facts, ...requestFacts(adapter, request), status });
        });
      }
      if (enforced) return throwError(refusal);
      // Once more, since a handler may have set `Vary` itself.
      return next.handle().pipe(tap({ next: apply, error: apply }));
    };
    if (origin === undefined) return answered(undefined);
    const early = this.decisions.early(state, policy, origin, request);
    return early instanceof Promise ? from(early).pipe(mergeMap(answered)) : answered(early);
  }
}
