import { NotFoundException } from '@nestjs/common';
import type { PreflightAnswer } from '../../policy/index.js';
import type { CorsDecisions, PreflightDecision } from '../cors-decisions.js';
import type { CorsStateHolder } from '../cors-state.js';
import { reportPreflight } from '../decision-reports.js';
import { type PreflightHeaders, preflightHeaders } from '../request-facts.js';
import { type PortableAdapter, addVary, requestHeaders, responseHeaders } from './portable-adapter.js';

/** Answers preflights through Nest's HTTP adapter interface. */
export class OptionsRouteHandler {
  constructor(
    private readonly adapter: PortableAdapter,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {}

  /** The handler of the OPTIONS route. What is not a preflight goes on, or meets the platform's 404. */
  handle(request: unknown, response: unknown, next?: unknown): unknown {
    const preflight = this.preflightOf(request);
    if (preflight !== undefined) return this.answer(preflight, request, response);
    if (typeof next === 'function') return Reflect.apply(next, undefined, []);
    throw new NotFoundException(`Cannot OPTIONS ${String(this.adapter.getRequestUrl(request))}`);
  }

  preflightOf(request: unknown): PreflightHeaders | undefined {
    return preflightHeaders(this.adapter.getRequestMethod(request) as string, requestHeaders(request));
  }

  answer(headers: PreflightHeaders, request: unknown, response: unknown): unknown {
    const state = this.holder.current;
    if (state === undefined) return undefined;
    const target = {
      url: String(this.adapter.getRequestUrl(request)),
      hostname: String(this.adapter.getRequestHostname(request)),
    };
    const send = (decision: PreflightDecision): unknown => {
      reportPreflight(this.decisions.observer, state, headers, decision, { target, url: target.url });
      return this.send(decision.answer, response);
    };
    const decision = this.decisions.preflight(state, headers, target, request);
    return decision instanceof Promise ? decision.then(send) : send(decision);
  }

  private send(answer: PreflightAnswer, response: unknown): unknown {
    const headers = responseHeaders(this.adapter, response);
    addVary(headers, answer.vary);
    for (const [name, value] of answer.headers) headers.set(name, value);
    return this.adapter.reply(response, undefined, answer.status);
  }
}
