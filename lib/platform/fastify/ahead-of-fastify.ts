import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CorsDecisions } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { TargetAhead, answerAhead, isUntouched } from '../preflight-ahead.js';
import type { RawResponse } from '../preflight-at-once.js';
import { preflightHeaders, urlOf } from '../request-facts.js';
import type { FastifyInstance, FastifyRouteOptions } from './fastify-instance.js';
import { routerConfig } from './fastify-router-config.js';
import type { Lifecycle } from './lifecycle.js';
import { hostOf } from './policy-before-hooks.js';

/** URLs with nothing in their path that Fastify would have to decode, which it may fail to do, and answers then itself. */
const PLAIN_URL = /^\/[^%?]*(?:\?|$)/;

/**
 * Answers preflights before Fastify has seen them, where nobody can tell: it makes a request and a reply of its own for each, and runs the
 * hooks for what was sent. All others are left to Fastify, and to the module's own hook in it.
 */
export class AheadOfFastify {
  private readonly maxParamLength: number;

  constructor(
    { initialConfig }: Pick<FastifyInstance, 'initialConfig'>,
    private readonly lifecycle: Lifecycle,
    /** Those that serve OPTIONS: Fastify answers by itself where a parameter of theirs is too long. */
    private readonly routes: readonly FastifyRouteOptions[],
    private readonly decisions: CorsDecisions,
  ) {
    this.maxParamLength = routerConfig(initialConfig).maxParamLength;
  }

  /** Answers the request if it is a preflight that it can answer; tells whether it has. */
  answers(
    state: CorsState,
    request: IncomingMessage,
    response: ServerResponse,
    writeHead: RawResponse['writeHead'],
  ): boolean {
    const headers = preflightHeaders(request.method, request.headers);
    const { url = '' } = request;
    if (headers === undefined || !PLAIN_URL.test(url) || this.mayHaveLongParameter(url)) return false;
    if (!this.lifecycle.isQuiet || !isUntouched(response)) return false;
    const target = new TargetAhead(url, hostOf(request.headers));
    const preflight = { headers, target, url: urlOf(request) };
    return answerAhead(this.decisions, state, preflight, { response, writeHead });
  }

  private mayHaveLongParameter({ length }: string): boolean {
    return length > this.maxParamLength && this.routes.length > 0;
  }
}
