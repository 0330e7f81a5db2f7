import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { CorsDecisions, type CorsState, CorsStateHolder, type Refusal } from '../../exchange/index.js';
import { loadRxjs } from './lazy-packages.js';
import { OptionsRouteHandler } from './options-route-handler.js';
import type { PortableAdapter } from './portable-adapter.js';
import { PortableExchange } from './portable-exchange.js';

/**
 * Sets the CORS headers of a handler's policy on its responses. It uses only Nest's HTTP adapter
 * interface.
 *
 * `CorsModule` registers it globally if the platform does not decide itself: on HTTP adapters
 * without a Node server, and on every adapter with `interceptor: 'always'`. It ignores contexts
 * other than HTTP.
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
    const { NEVER, defer, from, mergeMap, tap, throwError } = loadRxjs();
    const adapter: PortableAdapter = this.host.httpAdapter;
    const request: unknown = context.switchToHttp().getRequest();
    const response: unknown = context.switchToHttp().getResponse();
    // A preflight arrives here if the platform prefers the application's OPTIONS handler to the
    // module's.
    const optionsRoute = new OptionsRouteHandler(adapter, this.holder, this.decisions);
    const preflight = optionsRoute.preflightOf(request);
    if (preflight !== undefined) {
      return defer(() => from(Promise.resolve(optionsRoute.answer(preflight, request, response)))).pipe(
        mergeMap(() => NEVER),
      );
    }

    const handler = context.getHandler();
    const exchange = new PortableExchange(this.decisions, state, adapter, request, response, handler);
    const route = state.snapshot.routeOfHandler(context.getClass(), handler);
    const apply = (): void => {
      exchange.apply(route);
    };
    const answered = (refused: Refusal): Observable<unknown> => {
      apply();
      exchange.reportWhenAnswered(route);
      if (refused !== undefined) return throwError(() => refused);
      // Applied again, because the handler may have set `Vary`.
      return next.handle().pipe(tap({ next: apply, error: apply }));
    };
    const refused = exchange.enter(route);
    return refused instanceof Promise ? from(refused).pipe(mergeMap(answered)) : answered(refused);
  }
}
