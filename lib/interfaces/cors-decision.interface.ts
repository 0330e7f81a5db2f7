import type { EffectivePolicy } from '../policy/index.js';

/**
 * The name of the channel of `node:diagnostics_channel` that publishes each decision as a
 * {@link CorsDecision}.
 *
 * @publicApi
 */
export const CORS_DECISION_CHANNEL = 'nestjs-cors-policy:decision';

/**
 * Why a request was refused, or why `enforce: true` would refuse it.
 *
 * - `origin`: the policy does not allow the origin.
 * - `method`: the policy does not allow the method that the preflight asks for.
 * - `headers`: the policy does not allow a header that the preflight asks for.
 * - `host`: the request was sent to a host that is not one of `ownOrigins`.
 *
 * @publicApi
 */
export type CorsRefusalReason = 'origin' | 'method' | 'headers' | 'host';

/**
 * A decision about one request, as published on {@link CORS_DECISION_CHANNEL} when its response
 * is sent. There is one for each request with an `Origin`. A request without `Origin` has one only
 * if `enforce` refused or reported it because of its host.
 *
 * Values that a client sent are not escaped. Escape them before you show them.
 *
 * @publicApi
 */
export interface CorsDecision {
  /**
   * The kind of request: a CORS-preflight request, an actual request or a WebSocket handshake.
   * `rehearsal` is a second event about a request: the policies of {@link CorsService.rehearse}
   * would decide differently. It follows the event about the decision itself.
   */
  readonly kind: 'preflight' | 'actual' | 'handshake' | 'rehearsal';
  /** For a rehearsal: the kind of the request. */
  readonly of?: 'preflight' | 'actual' | 'handshake';
  /**
   * For a rehearsal: whether the rehearsed policies would allow the request. It is always the
   * opposite of {@link CorsDecision.allowed}.
   */
  readonly wouldAllow?: boolean;
  /**
   * Whether the policy allows the request. If so, the response has `Access-Control-Allow-Origin`,
   * unless that header is {@link CorsDecision.overridden}. For a handshake: whether
   * `handshakes: true` accepts it. Same-origin handshakes are always accepted.
   */
  readonly allowed: boolean;
  /**
   * Why the request is refused; absent if it is allowed. For a rehearsal: the reason of the side
   * that refuses. With `enforce: 'report'`: the reason why `true` would refuse the request. That
   * reason can be `host` although the policy allows the origin.
   */
  readonly reason?: CorsRefusalReason;
  /**
   * Whether `enforce: true` refuses the request, or would refuse it if the policy set it. It
   * refuses actual requests of cross-origin pages that the policy does not allow, and requests to
   * a host that is not one of `ownOrigins`. With `enforce: 'report'`, this field is `true` for
   * exactly the requests that `true` would refuse, including those without `Origin`. For a
   * handshake: whether `handshakes: true` refuses it or would refuse it.
   */
  readonly refusable: boolean;
  /** Whether `enforce` refused the request with 403; for a handshake, whether `handshakes` did. */
  readonly enforced: boolean;
  /** The `Origin` header as the client sent it; empty if the request has none. */
  readonly origin: string;
  /** The method of the request; for a preflight, the method that it asks for. */
  readonly method: string;
  /** Path and query of the URL, as the client sent them. */
  readonly url: string;
  /** `Access-Control-Request-Headers` of a preflight, as the client sent it. */
  readonly requestedHeaders?: string;
  /**
   * The status of the response. A handshake that was passed on has 101, even if the WebSocket
   * server refuses it later.
   */
  readonly status: number;
  /**
   * `true` if a handler, middleware or other code changed `Access-Control-Allow-Origin`, so that
   * the response does not have the value of the policy; otherwise absent. Browsers use the header.
   * {@link CorsDecision.allowed} does not say then which pages can read the response.
   */
  readonly overridden?: true;
  /**
   * The handlers, such as `CatsController.find`; for a handshake the gateway, such as
   * `ChatGateway`. Several if a preflight does not determine the route, for example with versions
   * in a header. Empty if no route of Nest serves the request.
   */
  readonly handlers: readonly string[];
  /**
   * The distinct policies of the handlers, which decided; for a rehearsal, those that would
   * decide. If no route serves the request, it is the policy of the path or of the defaults. Plain
   * data as in {@link CorsService.routes}, frozen, and shared by all decisions.
   */
  readonly policies: readonly EffectivePolicy[];
}
