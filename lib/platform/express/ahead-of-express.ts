import { type IncomingMessage, ServerResponse } from 'node:http';
import type { CorsDecisions } from '../cors-decisions.js';
import type { CorsState } from '../cors-state.js';
import { TargetAhead, answerAhead, isUntouched } from '../preflight-ahead.js';
import { preflightHeaders, urlOf } from '../request-facts.js';
import type { WriteHead } from '../response-headers.js';
import type { ExpressInstance, ExpressLayer } from './express-instance.js';

/** URLs whose path ends at the first question mark, as Express reads it: it parses others in full. */
const PLAIN_URL = /^\/[\w\-.~%!$&'()*+,;=:@/]*(?:\?[\w\-.~%!$&'()*+,;=:@/?]*)?$/;

/**
 * Answers preflights before Express has seen them, which gives each request and response another prototype: that costs more than the answer.
 * Nobody can tell by what is sent. A preflight is left to Express, and to the module's own middleware in it, wherever something stands before
 * that middleware, wants to know of the response, or is needed for the decision and known to Express alone.
 */
export class AheadOfExpress {
  private readonly hookLayer: ExpressLayer | undefined;

  constructor(
    private readonly instance: ExpressInstance,
    private readonly adapter: object,
    private readonly decisions: CorsDecisions,
  ) {
    const hookLayers = instance.router.stack.filter(runsRequestHook);
    // Of two applications on one instance, the first answers.
    if (hookLayers.length === 1) [this.hookLayer] = hookLayers;
  }

  /** Answers the request if it is a preflight that it can answer; tells whether it has. */
  answers(state: CorsState, request: IncomingMessage, response: ServerResponse): boolean {
    const headers = preflightHeaders(request.method, request.headers);
    const { url = '' } = request;
    if (headers === undefined || !PLAIN_URL.test(url) || !this.isAlone(response)) return false;
    const preflight = { headers, target: new TargetAhead(url), url: urlOf(request) };
    const more = this.instance.enabled('x-powered-by') ? POWERED_BY_EXPRESS : [];
    return answerAhead(this.decisions, state, preflight, { response, writeHead }, more);
  }

  /** Whether nothing comes before the module's middleware, and nobody else has done anything to the response. */
  private isAlone(response: ServerResponse): boolean {
    return (
      this.hookLayer !== undefined &&
      this.instance.router.stack[0] === this.hookLayer &&
      Reflect.get(this.adapter, 'onResponseHook') === undefined &&
      response.writeHead === writeHead &&
      isUntouched(response)
    );
  }
}

/** Node's, or what had taken its place before the module was loaded. */
const writeHead = Reflect.get(ServerResponse.prototype, 'writeHead') as WriteHead;

const POWERED_BY_EXPRESS = ['X-Powered-By', 'Express'];

/** The adapter's own middleware, which has no name; one that is not recognised costs time and nothing else. */
function runsRequestHook({ handle }: ExpressLayer): boolean {
  return String(handle).includes('this.onRequestHook');
}
