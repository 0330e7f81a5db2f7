import { NotFoundException } from '@nestjs/common';
import {
  type CorsDecisions,
  type StateSlot,
  type PreflightHeaders,
  preflightHeaders,
  applyPreflight,
} from '../../exchange/index.js';
import { type PortableAdapter, requestHeaders, responseHeaders } from './portable-adapter.js';
import { PortableExchange } from './portable-exchange.js';

/** Answers preflights through Nest's HTTP adapter interface. */
export class OptionsRouteHandler {
  constructor(
    private readonly adapter: PortableAdapter,
    private readonly holder: StateSlot,
    private readonly decisions: CorsDecisions,
  ) {}

  /** The handler of the OPTIONS route. It passes other OPTIONS requests on, or throws a 404. */
  handle(request: unknown, response: unknown, next?: unknown): unknown {
    const preflight = this.preflightOf(request);
    if (preflight !== undefined) return this.answer(preflight, request, response);
    if (typeof next === 'function') return Reflect.apply(next, undefined, []);
    throw new NotFoundException(`Cannot OPTIONS ${String(this.adapter.getRequestUrl(request))}`);
  }

  /** Reads the headers of a preflight. Absent for a path that is left to the application. */
  preflightOf(request: unknown): PreflightHeaders | undefined {
    const url = String(this.adapter.getRequestUrl(request));
    if (this.holder.current?.snapshot.at(url).isUnmanaged === true) return undefined;
    return preflightHeaders(this.adapter.getRequestMethod(request) as string, requestHeaders(request));
  }

  answer(headers: PreflightHeaders, request: unknown, response: unknown): unknown {
    const { adapter } = this;
    const state = this.holder.current;
    if (state === undefined) return undefined;
    const exchange = new PortableExchange(this.decisions, state, adapter, request, response);
    const target = {
      url: String(adapter.getRequestUrl(request)),
      hostname: String(adapter.getRequestHostname(request)),
    };
    return exchange.answerPreflight(headers, target, (answer): unknown => {
      applyPreflight(answer, responseHeaders(adapter, response));
      return adapter.reply(response, undefined, answer.status);
    });
  }
}
