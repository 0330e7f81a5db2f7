import type { PreflightAnswer } from '../../policy/index.js';
import type { CorsDecisions, PreflightDecision } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { reportPreflight } from '../decision-reports.js';
import { sendAtOnce } from '../preflight-at-once.js';
import { type PreflightHeaders, urlOf } from '../request-facts.js';
import { appendVary } from '../response-headers.js';
import type { FastifyHeads } from './fastify-heads.js';
import type { FastifyReply, FastifyRequest } from './fastify-instance.js';
import { PreflightTarget } from './fastify-request-target.js';
import { ReplyHeaders } from './reply-headers.js';
import { type MarkedResponse, REQUEST, ownWriteHeadOf } from './response-memory.js';
import type { RouteSlots } from './route-slots.js';

/** Answers the preflights that come to the request hook. */
export class FastifyPreflights {
  private readonly replyHeaders = new ReplyHeaders();

  constructor(
    private readonly heads: FastifyHeads,
    private readonly slots: RouteSlots,
    private readonly decisions: CorsDecisions,
  ) {}

  answer(state: CorsState, headers: PreflightHeaders, request: FastifyRequest, reply: FastifyReply): void {
    const response: MarkedResponse = reply.raw;
    response[REQUEST] = null;
    const target = new PreflightTarget(request);
    const report = (decision: PreflightDecision): void => {
      const place = { target, url: urlOf(request.raw) };
      reportPreflight(this.decisions.observer, state, headers, decision, place);
    };
    const decision = this.decisions.preflight(state, headers, target, request);
    if (decision instanceof Promise) {
      void decision.then(later => {
        // By then, something else may have answered.
        if (response.headersSent) return;
        report(later);
        sendByFastify(reply, later.answer);
      });
      return;
    }
    report(decision);
    if (this.hasCompany(request, reply)) sendByFastify(reply, decision.answer);
    // Past Fastify, whose hooks for what was sent run even so.
    else sendAtOnce({ response: reply.hijack().raw, writeHead: ownWriteHeadOf(response) }, decision.answer);
  }

  /** Whether somebody has put headers on a reply, waits for it to be sent, or looks at how. */
  private hasCompany(request: FastifyRequest, reply: FastifyReply): boolean {
    return (
      !this.heads.areOurs(reply.raw) || this.slots.hasSendHooks(request) || this.replyHeaders.areSet(reply)
    );
  }
}

/** Beside the headers that a hook has set, and by the hooks for what is sent. */
function sendByFastify(reply: FastifyReply, { status, headers, vary }: PreflightAnswer): void {
  reply.code(status).header('Vary', appendVary(reply.getHeader('Vary'), vary));
  for (const [name, value] of headers) reply.header(name, value);
  reply.send();
}
