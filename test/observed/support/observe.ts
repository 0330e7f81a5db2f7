import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CORS_DECISION_CHANNEL, type CorsDecision } from 'nestjs-cors-policy';
import {
  type HttpHeaders,
  type HttpResponse,
  corsHeaders,
  members,
  preflight,
  send,
} from '../../e2e/support/http.js';

export const APP = 'https://app.example';
export const EVIL = 'https://evil.example';

/** The observations of an exchange. */
export interface Observed {
  readonly status: number;
  /**
   * `Access-Control-*` and `Vary`. The members of `Vary` are in lower case and in alphabetical
   * order.
   */
  readonly cors: Readonly<Record<string, string>>;
  /** The handlers that ran, in their order. */
  readonly ran: readonly string[];
  /** The decisions that were published, see {@link described}. */
  readonly decisions: readonly string[];
}

export interface Server {
  readonly url: string;
}

export interface Question {
  readonly origin?: string;
  readonly headers?: HttpHeaders;
  readonly body?: string;
}

let ran: string[] = [];

/** Notes that a handler runs; the answer is its name. */
export function runs(name: string): string {
  ran.push(name);
  return name;
}

/** Sends a request, written as `GET /cats`. */
export async function observe(
  server: Server,
  request: string,
  { origin, headers = {}, body }: Question = {},
): Promise<Observed> {
  const [method = '', path = ''] = request.split(' ');
  const from: HttpHeaders = origin === undefined ? {} : { Origin: origin };
  const { response, published } = await recorded(origin !== undefined, () =>
    send(server.url, method, path, { ...from, ...headers }, body),
  );
  return observed(response, published);
}

/** Sends the preflight that announces a request, written as `GET /cats`. */
export async function observePreflight(
  server: Server,
  request: string,
  origin: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Observed> {
  const [method = '', path = ''] = request.split(' ');
  const { response, published } = await recorded(true, () =>
    preflight(server.url, path, { origin, method, ...headers }),
  );
  return observed(response, published);
}

/**
 * Whether a preflight is allowed, with which credentials, and whether its answer varies by origin.
 */
export interface PreflightVerdict {
  readonly status: number;
  readonly allowOrigin: string | undefined;
  readonly credentials: boolean;
  readonly varies: boolean;
}

export async function preflightVerdict(
  server: Server,
  request: string,
  origin: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PreflightVerdict> {
  const { status, cors } = await observePreflight(server, request, origin, headers);
  return {
    status,
    allowOrigin: cors['access-control-allow-origin'],
    credentials: cors['access-control-allow-credentials'] === 'true',
    varies: members(cors.vary).includes('origin'),
  };
}

export const REFUSED_PREFLIGHT = { status: 403, allowOrigin: undefined, credentials: false };

async function recorded(
  isDecided: boolean,
  exchange: () => Promise<HttpResponse>,
): Promise<{ response: HttpResponse; published: CorsDecision[] }> {
  const published: CorsDecision[] = [];
  const receive = (message: unknown): void => {
    published.push(message as CorsDecision);
  };
  ran = [];
  subscribe(CORS_DECISION_CHANNEL, receive);
  try {
    const response = await exchange();
    // A decision may be published a moment after the client has the answer.
    for (let patience = 50; isDecided && published.length === 0 && patience > 0; patience--) {
      await new Promise(resolve => setTimeout(resolve, 1));
    }
    await new Promise(resolve => setImmediate(resolve));
    return { response, published };
  } finally {
    unsubscribe(CORS_DECISION_CHANNEL, receive);
  }
}

function observed(response: HttpResponse, published: readonly CorsDecision[]): Observed {
  const { vary, ...others } = corsHeaders(response);
  const { status } = response;
  return {
    status,
    cors: { ...others, ...(vary === undefined ? {} : { vary: members(vary).sort().join(', ') }) },
    ran,
    decisions: published.map(decision => described(decision, status)),
  };
}

/**
 * `allowed: Cats.list`, `refused: no route`, `enforced, overridden: Cats.list`. Includes the status
 * if the client got another one.
 */
function described(decision: CorsDecision, status: number): string {
  const { allowed, enforced, handlers } = decision;
  const verdict = enforced ? 'enforced' : allowed ? 'allowed' : 'refused';
  const overridden = isOverridden(decision) ? ', overridden' : '';
  const other = decision.status === status ? '' : ` (status ${decision.status})`;
  return `${verdict}${overridden}${other}: ${handlers.length === 0 ? 'no route' : handlers.join()}`;
}

function isOverridden(decision: object): boolean {
  return 'overridden' in decision && decision.overridden === true;
}

/** Compares what is named, exactly: `toMatchObject()` would take an empty object for any. */
export function expectParts<Whole extends object>(observed: Whole, expected: Partial<Whole>): void {
  const parts = Object.fromEntries(
    Object.keys(expected).map(name => [name, Reflect.get(observed, name) as unknown]),
  );
  expect(parts).toEqual(expected);
}
