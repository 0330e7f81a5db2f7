// The JSON that the server sends to the page. Types alone, because the page is compiled separately.
import type { CorsRoute, CorsRefusalReason } from '../interfaces/index.js';

/** What stands out about a route. */
export type RouteMark =
  | 'any-origin'
  | 'credentials'
  | 'no-access'
  /** A POST of any origin reaches the handler without a preflight, and nothing refuses it. */
  | 'simple-post'
  /**
   * The server refuses origins that the policy does not allow: `enforce`, or `handshakes` of a
   * gateway.
   */
  | 'enforced'
  | 'versions-differ';

export interface SurfaceRoute extends CorsRoute {
  readonly marks: readonly RouteMark[];
  /** The named policies that its fields come from. */
  readonly policies: readonly string[];
  /** An origin that the policy allows; absent if the rules alone do not tell one. */
  readonly exampleOrigin?: string;
}

export interface SurfaceMessage {
  readonly routes: readonly SurfaceRoute[];
  /** Every named policy that a field comes from, in alphabetical order. */
  readonly policies: readonly string[];
  /** Origins that some policy allows, in alphabetical order, as suggestions. */
  readonly origins: readonly string[];
}

/** A request or a WebSocket of a page, whose flow is asked for. */
export interface FlowQuestion {
  /** The page's origin as a browser serialises it; `null` for an opaque origin. */
  readonly origin: string;
  readonly method: string;
  /**
   * A path of the application with its query, or a whole URL if the host counts. `ws:` and `wss:`
   * ask about a WebSocket, which has neither headers of a script nor a credentials mode.
   */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: boolean;
}

export type Lane = 'browser' | 'server';
/**
 * `noted`: nothing was checked. `moot`: the policy would pass it, but something failed before the
 * browser could see it.
 */
export type Verdict = 'passed' | 'failed' | 'noted' | 'moot';

/** Something that happens on one side. */
export interface FlowEvent {
  readonly kind: 'event';
  readonly lane: Lane;
  readonly verdict: Verdict;
  readonly title: string;
  readonly detail: string;
  /** The header that decided, if one did. */
  readonly header?: string;
}

/** A request that travels to the server. */
export interface FlowRequest {
  readonly kind: 'request';
  /** `skipped` where it is not sent. */
  readonly verdict: 'passed' | 'skipped';
  readonly preflight: boolean;
  readonly method: string;
  /** As in the question. */
  readonly url: string;
  /** Those of the browser and of the script that concern CORS. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A response that travels back. */
export interface FlowResponse {
  readonly kind: 'response';
  /** `failed` where the server refuses. */
  readonly verdict: 'passed' | 'failed';
  readonly preflight: boolean;
  /** Of a preflight, a refusal or a handshake. The status that a handler chooses is not known. */
  readonly status?: number;
}

export type FlowRow = FlowEvent | FlowRequest | FlowResponse;

export interface FlowAnswer {
  readonly question: FlowQuestion;
  readonly allowed: boolean;
  readonly preflighted: boolean;
  /** The check that decided, in a sentence. */
  readonly reason: string;
  readonly rows: readonly FlowRow[];
  /** The route that answers; absent where no route of Nest does. */
  readonly route?: CorsRoute;
  readonly policy: CorsRoute['policy'];
  /** A test with `CorsBrowser` that expects this outcome. */
  readonly test: string;
}

/** A decision as the Live view shows it. Texts of a client are cut to a length. */
export interface LiveDecision {
  /** Counts up from 1. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: 'preflight' | 'actual' | 'handshake';
  readonly allowed: boolean;
  readonly reason?: CorsRefusalReason;
  readonly refusable: boolean;
  readonly enforced: boolean;
  readonly origin: string;
  readonly method: string;
  /** Without its query, which may hold secrets. */
  readonly url: string;
  readonly requestedHeaders?: string;
  readonly status: number;
  /** Present if the response has another `Access-Control-Allow-Origin` than the policy says. */
  readonly overridden?: true;
  readonly handlers: readonly string[];
  /** Whether something was too long and was cut. */
  readonly cut: boolean;
}

export interface LiveMessage {
  readonly decisions: readonly LiveDecision[];
  /** How many more there were than are shown. */
  readonly missed: number;
}
