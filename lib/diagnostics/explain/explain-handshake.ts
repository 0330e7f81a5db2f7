import type { CorsExplainHandshake, CorsExplainRequest, CorsExplanation } from '../../interfaces/index.js';
import { isSameOriginHandshake } from '../../sockets/index.js';
import {
  type OwnOrigins,
  type PolicyEntry,
  describeValue,
  handshakesOf,
  isLoopbackHost,
} from '../../policy/index.js';
import {
  type EndpointPolicies,
  type PoliciesAtPath,
  type PolicySnapshot,
  handlerName,
} from '../../routing/index.js';
import { gatewayRow, plainPolicy } from '../cors-routes.js';
import { explainedPolicies } from '../explained-policy.js';
import { placeOf } from '../policy-place.js';
import { type AskedRequest, askedRequest } from './asked-request.js';
import { ExplanationSteps } from './explanation-steps.js';
import { OriginRuling } from './origin-ruling.js';
import { decide, unmanaged, unserved } from './path-words.js';
import { actualStandIn } from './request-stand-in.js';

/** The parts of an application that handshakes need. */
interface HandshakeApplication {
  readonly snapshot: PolicySnapshot;
  readonly originTimeout: number;
  readonly ownOrigins: OwnOrigins | undefined;
}

const SCHEME = /^ws(?=s?:)/i;

/** Whether a page asks for a WebSocket. */
export function isHandshake(
  request: CorsExplainRequest | CorsExplainHandshake,
): request is CorsExplainHandshake {
  const { url }: { readonly url: unknown } = request;
  return typeof url === 'string' && SCHEME.test(url);
}

/**
 * Explains the outcome of a page's `new WebSocket(url)`. Browsers send no preflight, so the server
 * alone decides.
 *
 * @throws {TypeError} (as a rejection) for requests that no browser would send
 */
export async function explainHandshake(
  { snapshot, originTimeout, ownOrigins }: HandshakeApplication,
  { url, origin, ...more }: CorsExplainHandshake,
): Promise<CorsExplanation> {
  const method = 'method' in more ? more.method : 'GET';
  if (method !== 'GET')
    throw new TypeError(`A WebSocket handshake is a GET request, not ${describeValue(method)}.`);
  const asked = askedRequest({ method, url: url.replace(SCHEME, 'http'), origin }, undefined, ownOrigins);
  const target = asked.url.pathname + asked.url.search;
  const gateways = gatewaysFor(snapshot, asked.url, target);
  const at = gateways?.at ?? snapshot.at(target);
  const entries = at.entriesOf(undefined);
  const steps = new ExplanationSteps();
  steps.passed(
    'request',
    `a script of ${asked.origin} opens a WebSocket to ${describeValue(url)}: GET with Upgrade: websocket`,
  );
  const isOwn =
    asked.ownPage || isSameOriginHandshake({ origin: asked.origin, host: asked.url.host }, ownOrigins);
  steps.passed('cross-origin', isOwn ? OWN : `${OTHER}${mixedContent(asked)}`);
  if (!isOwn) {
    steps.check('handshake-route', unmanaged(at), routeReason(gateways, at, asked));
    if (steps.allPassed) await explainOrigin({ asked, at, gateways, entries, originTimeout }, steps);
  }
  const [entry] = entries;
  return {
    allowed: steps.allPassed,
    preflighted: false,
    steps: steps.told,
    ...(gateways?.routes[0] === undefined ? {} : { route: gatewayRow(gateways.routes[0], gateways) }),
    policy: plainPolicy(entry?.effective ?? {}),
  };
}

const OWN = "Origin is the server's own: the handshake is let through";
const OTHER =
  "Origin is not the server's own. Browsers apply no CORS to WebSockets, and send the user's cookies: the server alone decides";

function mixedContent({ origin, url }: AskedRequest): string {
  return origin.startsWith('https:') && url.protocol === 'http:' && !isLoopbackHost(url.hostname)
    ? '; that aside, a browser lets no page on https open a WebSocket without TLS, which is mixed content'
    : '';
}

function gatewaysFor(snapshot: PolicySnapshot, { port }: URL, target: string): EndpointPolicies | undefined {
  const ofPort = snapshot.gateways.find(
    ({ endpoint }) => endpoint.port !== 0 && String(endpoint.port) === port && endpoint.serves(target),
  );
  return ofPort ?? snapshot.gatewaysAt(target)[0];
}

function routeReason(
  gateways: EndpointPolicies | undefined,
  at: PoliciesAtPath,
  { url }: AskedRequest,
): string {
  return gateways === undefined
    ? `no gateway serves ${describeValue(url.pathname)}: ${unserved(at)} ${decide(at)}, whatever server accepts it`
    : `${gateways.routes.map(handlerName).join(' and ')} ${gateways.routes.length === 1 ? 'serves' : 'serve'} it, at ${describeValue(gateways.endpoint.path)}: the policy of the gateway decides`;
}

interface AskedHandshake {
  readonly asked: AskedRequest;
  readonly at: PoliciesAtPath;
  readonly gateways: EndpointPolicies | undefined;
  readonly entries: readonly PolicyEntry[];
  readonly originTimeout: number;
}

async function explainOrigin(
  { asked, at, gateways, entries, originTimeout }: AskedHandshake,
  steps: ExplanationSteps,
): Promise<void> {
  const checks = entries.map(handshakesOf);
  if (checks.every(check => check === false)) {
    steps.passed('handshake-origin', 'handshakes is false: nothing is checked, and any site may connect');
    return;
  }
  const explained = explainedPolicies(at, gateways?.routes ?? []).filter(
    (_policy, index) => checks[index] !== false,
  );
  const ruling = new OriginRuling(asked.origin, actualStandIn(asked), originTimeout);
  const refusal = (await ruling.refusal(explained))?.replace(NO_HEADER, '');
  if (refusal === undefined) {
    const places = [...new Set(explained.map(each => placeOf('origin', each)))];
    steps.passed('handshake-origin', `origin of ${places.join(' and ')} allows it`);
  } else if (checks.includes(true)) {
    steps.failed('handshake-origin', `the server answers with 403, since ${refusal}`);
  } else {
    steps.passed(
      'handshake-origin',
      `handshakes is 'report': it is let through and reported, although ${refusal}`,
    );
  }
}

/** The start of a reason, which is true of responses only. */
const NO_HEADER = /^no Access-Control-Allow-Origin, since /;
