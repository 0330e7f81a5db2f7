import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import {
  type CorsDecisions,
  type CorsState,
  reportPreflight,
  preflightHeaders,
  urlOf,
  sendPreflight,
} from '../../exchange/index.js';
import type { ExpressInstance, ExpressLayer } from './express-instance.js';

/** URLs that Express need not parse in full. Their path ends at the first question mark. */
const PLAIN_URL = /^\/[\w\-.~%!$&'()*+,;=:@/]*(?:\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/;

/**
 * Answers preflights before Express replaces the prototypes of the request and the response. The
 * replacement costs several times as much as the answer.
 *
 * A preflight goes through Express if the decision needs it, or if anything runs earlier or
 * observes the response. The answer is identical.
 */
export class ExpressBypass {
  /**
   * The adapter's middleware, which runs the module's hook. It is known only if it was the single
   * layer at installation.
   */
  private readonly hookLayer: ExpressLayer | undefined;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: object,
    private readonly decisions: CorsDecisions,
  ) {
    const { stack } = instance.router;
    if (stack.length === 1) [this.hookLayer] = stack;
  }

  /**
   * Answers the request if it is a preflight that needs no Express. Returns whether it answered.
   */
  answers(state: CorsState, request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'OPTIONS') return false;
    const headers = preflightHeaders(request.method, request.headers);
    const { url = '' } = request;
    if (
      headers === undefined ||
      state.snapshot.hasPredicates ||
      !PLAIN_URL.test(url) ||
      !this.isAlone(response)
    ) {
      return false;
    }
    const at = state.snapshot.at(url);
    if (at.isUnmanaged) return false;
    const target = new BypassTarget(url);
    const decision = this.decisions.preflight(state, headers, target, {
      policies: at,
      request: undefined,
    });
    if (decision instanceof Promise || target.wasAskedForHostname) return false;
    sendPreflight(response, decision.answer);
    const place = { target, url: urlOf(request), at, request };
    reportPreflight(this.decisions, state, headers, decision, place);
    return true;
  }

  /**
   * Whether nothing runs before the module's hook, and no other code has changed or observes the
   * response.
   */
  private isAlone(response: ServerResponse): boolean {
    return (
      this.hookLayer !== undefined &&
      this.instance.router.stack[0] === this.hookLayer &&
      Reflect.get(this.adapter, 'onResponseHook') === undefined &&
      !Object.hasOwn(response, 'writeHead') &&
      !response.headersSent &&
      response.getHeaderNames().length === 0
    );
  }
}

/**
 * The target of a preflight before Express has seen it. Only Express knows the hostname, so this
 * class records whether the table read it.
 */
class BypassTarget implements NestTarget {
  wasAskedForHostname = false;

  constructor(readonly url: string) {}

  get hostname(): string {
    this.wasAskedForHostname = true;
    return '';
  }
}
