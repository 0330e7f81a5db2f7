import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CorsDecisions, actualAnswer } from '../cors-decisions.js';
import type { CorsState, CorsStateHolder } from '../cors-state.js';
import { isReported, reportActual } from '../decision-reports.js';
import { originOf, urlOf } from '../request-facts.js';
import { writeHeadWith } from '../response-headers.js';
import type { FastifyRequest } from './fastify-instance.js';
import { locationOf } from './fastify-request-target.js';
import { headList } from './head-list.js';
import { policyBeforeHooks } from './policy-before-hooks.js';
import {
  EARLY,
  REFUSED,
  REQUEST,
  type MarkedResponse,
  STATE,
  WRITE_HEAD,
  isWrapped,
  ownWriteHeadOf,
  writeHeadOf,
} from './response-memory.js';
import type { RouteSlots } from './route-slots.js';

/** Puts the headers of actual responses on their heads, as they are sent: by Fastify, a middleware or a handler. */
export class FastifyHeads {
  private readonly writeHead = this.interceptedWriteHead();

  constructor(
    private readonly slots: RouteSlots,
    private readonly holder: CorsStateHolder,
    private readonly decisions: CorsDecisions,
  ) {}

  intercept(response: MarkedResponse): void {
    if (response.writeHead === this.writeHead) return;
    if (Object.hasOwn(response, 'writeHead')) response[WRITE_HEAD] = writeHeadOf(response);
    response.writeHead = this.writeHead;
  }

  /** Whether nobody else looks at the head of a response that was intercepted. */
  areOurs(response: MarkedResponse): boolean {
    return response.writeHead === this.writeHead && !isWrapped(response);
  }

  private interceptedWriteHead(): ServerResponse['writeHead'] {
    const send = (response: MarkedResponse, args: unknown[]) => this.sendHead(response, args);
    return function (this: MarkedResponse, ...args: unknown[]) {
      return send(this, args);
    };
  }

  private sendHead(response: MarkedResponse, args: unknown[]): ServerResponse {
    const { [REQUEST]: request, [EARLY]: early } = response;
    const writeHead = response[WRITE_HEAD] ?? ownWriteHeadOf(response);
    const state = response[STATE] ?? this.holder.current;
    if (state === undefined || request === null || response.headersSent)
      return writeHead.apply(response, args);
    const found = this.policyOf(state, response.req, request);
    if (found === undefined) return writeHead.apply(response, args);
    const { policy, route } = found;
    const origin = originOf(response.req);
    const answer = actualAnswer(policy, origin, early);
    const allowed = answer.allowOrigin !== undefined;
    if (origin !== undefined && isReported(this.decisions.observer, allowed)) {
      const { req: raw } = response;
      const { method = '', headers } = raw;
      const enforced = response[REFUSED] === true;
      const location = request ?? locationOf(raw);
      const facts = { state, policy, route, allowed, enforced, origin, method, headers, location };
      reportActual(this.decisions.observer, { ...facts, url: urlOf(raw), status: Number(args[0]) });
    }
    const { dependsOnOrigin } = policy.origin;
    const list = isWrapped(response) ? undefined : headList(args, response, answer, dependsOnOrigin);
    return list === undefined
      ? writeHeadWith(writeHead, response, args, answer, dependsOnOrigin)
      : writeHead.call(response, args[0], list);
  }

  private policyOf(
    state: CorsState,
    raw: IncomingMessage,
    request: FastifyRequest | undefined,
  ): ReturnType<typeof policyBeforeHooks> {
    if (request === undefined) return policyBeforeHooks(state, raw);
    const route = this.slots.routeOf(request);
    return { policy: state.snapshot.policyOf(route), route };
  }
}
