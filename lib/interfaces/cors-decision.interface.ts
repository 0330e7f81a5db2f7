import type { EffectivePolicy } from '../policy/index.js';

/**
 * The name of the `diagnostics_channel` on which every decision is published as a {@link CorsDecision}.
 *
 * @publicApi
 */
export const CORS_DECISION_CHANNEL = 'nestjs-cors-policy:decision';

/**
 * Why a request was refused, or why `enforce: true` would refuse it: its origin is not on the list, the policy does not have the method or a header that the preflight asks for, or the
 * host that it was sent to is not one of `ownOrigins`.
 *
 * @publicApi
 */
export type CorsRefusalReason = 'origin' | 'method' | 'headers' | 'host';

/**
 * A decision about one request with an `Origin`, or one that `enforce` refused or reported for its host, as published on
 * {@link CORS_DECISION_CHANNEL} when its answer goes out.
 * Everything that a client sent stands as it came: escape it before you show it.
 *
 * @publicApi
 */
export interface CorsDecision {
  /**
   * Whether the request was a CORS-preflight request, an actual one, or a WebSocket handshake. `rehearsal`: what {@link CorsService.rehearse} would
   * decide otherwise, told after the decision itself.
   */
  readonly kind: 'preflight' | 'actual' | 'handshake' | 'rehearsal';
  /** Of a rehearsal, what the request was. */
  readonly of?: 'preflight' | 'actual' | 'handshake';
  /** Of a rehearsal, whether the rehearsed policies would allow it: never what {@link CorsDecision.allowed} says. */
  readonly wouldAllow?: boolean;
  /**
   * Whether the policy allows it. The answer then carries `Access-Control-Allow-Origin`, unless it is {@link CorsDecision.overridden}. Of a
   * handshake, whether `handshakes: true` lets it pass, also since it is same-origin.
   */
  readonly allowed: boolean;
  /**
   * Absent where it is allowed; of a rehearsal, why the one of the two that refuses does. With `enforce: 'report'` it is the reason for which `true` would refuse the request,
   * also where the policy allows the origin, as for a foreign host.
   */
  readonly reason?: CorsRefusalReason;
  /**
   * Whether `enforce: true` refuses it, or would if the policy had it: an actual request of an origin that is not allowed, and not of the
   * server's own, or one that was sent to a host that is not one of `ownOrigins`. With `enforce: 'report'` it is `true`
   * for exactly the requests that `true` would refuse, at either check, those without `Origin` included. Otherwise there
   * is no event about requests without `Origin` that nothing refused. Of a handshake, whether `handshakes: true` refuses it,
   * or would.
   */
  readonly refusable: boolean;
  /** Whether `enforce`, or of a handshake `handshakes`, refused it with 403. */
  readonly enforced: boolean;
  /** Empty where the request has none, and was refused or reported for its host. */
  readonly origin: string;
  /** The request's method; of a preflight the one that it asks for. */
  readonly method: string;
  /** The URL as it came: path and query. */
  readonly url: string;
  /** `Access-Control-Request-Headers` of a preflight, as it came. */
  readonly requestedHeaders?: string;
  /** The status of the answer; 101 where a handshake was passed on, whatever became of it then. */
  readonly status: number;
  /**
   * Present where `Access-Control-Allow-Origin` of the answer is not what the policy says, since a handler, middleware or other code has set or
   * removed it. Browsers go by the header, so {@link CorsDecision.allowed} does not tell then who could read the answer.
   */
  readonly overridden?: true;
  /**
   * `CatsController.find`, or of a handshake `ChatGateway`; several where a preflight cannot tell which route will answer, such as versions; none where no route of Nest serves it.
   */
  readonly handlers: readonly string[];
  /**
   * The policies that decided, or of a rehearsal would decide, one per distinct policy of the handlers; where no route serves it, the module's defaults. Plain data, as
   * {@link CorsService.routes} has it, shared by all decisions and frozen.
   */
  readonly policies: readonly EffectivePolicy[];
}
