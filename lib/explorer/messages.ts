// What the server and the page say to each other, all of it as JSON. Types alone: the page is compiled apart.
import type { CorsRefusalReason, CorsRoute } from '../interfaces/index.js';

/** What stands out about a route. */
export type RouteMark = 'any-origin' | 'credentials' | 'no-access' | 'versions-differ';

export interface SurfaceRoute extends CorsRoute {
  readonly marks: readonly RouteMark[];
  /** The named policies that its fields come from. */
  readonly policies: readonly string[];
}

export interface SurfaceMessage {
  readonly routes: readonly SurfaceRoute[];
  /** Every named policy that some route's field comes from, in alphabetical order. */
  readonly policies: readonly string[];
  /** Origins that stand literally in some policy, as suggestions. */
  readonly origins: readonly string[];
}

/** What somebody wants to know: what would become of this request of a page. */
export interface FlowQuestion {
  /** The page's, as a browser serialises it; `null` for an opaque one. */
  readonly origin: string;
  readonly method: string;
  /** A path of the application with its query, or a whole URL where the host counts. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly credentials: boolean;
}

export type Lane = 'browser' | 'server';
/**
 * `noted`: nothing was checked, it only says what happens. `moot`: the policy has it, but something else failed before the browser could see it.
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
  /** What the browser and the script put on it, as far as CORS goes. */
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** An answer that travels back. */
export interface FlowResponse {
  readonly kind: 'response';
  /** `failed` where the server refuses. */
  readonly verdict: 'passed' | 'failed';
  readonly preflight: boolean;
  /** Of a preflight's answer, and of a refusal; what a handler answers is its own business. */
  readonly status?: number;
}

export type FlowRow = FlowEvent | FlowRequest | FlowResponse;

export interface FlowAnswer {
  readonly question: FlowQuestion;
  readonly allowed: boolean;
  readonly preflighted: boolean;
  /** What decided, in a sentence. */
  readonly reason: string;
  readonly rows: readonly FlowRow[];
  /** The route that answers; absent where no route of Nest does. */
  readonly route?: CorsRoute;
  readonly policy: CorsRoute['policy'];
  /** A test with `CorsBrowser` that holds the application to this. */
  readonly test: string;
}

/** A decision as the live panel shows it. What a client sent is cut to a length. */
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
  /** Present where the answer's `Access-Control-Allow-Origin` is not what the policy says. */
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
