import { METHODS } from 'node:http';
import type { AbstractHttpAdapter } from '@nestjs/core';
import type { CorsExplainHandshake, CorsExplainRequest, CorsExplanation } from '../../interfaces/index.js';
import { type OwnOrigins, describeValue, isLoopbackHost } from '../../policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  type NestTarget,
  type PoliciesAtPath,
  type PolicySnapshot,
  handlerName,
  preflightPolicies,
} from '../../routing/index.js';
import { corsRoute, plainPolicy } from '../cors-routes.js';
import { type ExplainedPolicy, explainedPolicies } from '../explained-policy.js';
import { type Versioning, type VersioningAdapter, answeringRoute } from './answering-route.js';
import { type AskedRequest, askedRequest } from './asked-request.js';
import { type Reach, explainActual, explainForeignHost } from './explain-actual.js';
import { type FoundPolicies, explainPreflight } from './explain-preflight.js';
import { explainHandshake, isHandshake } from './explain-handshake.js';
import { ExplanationSteps } from './explanation-steps.js';
import { decide, unmanaged, unserved } from './path-words.js';
import { actualStandIn } from './request-stand-in.js';
import { serverOrigin } from './server-origin.js';

/** The parts of an application that an explanation needs. */
export interface ExplainedApplication {
  readonly snapshot: PolicySnapshot;
  readonly table: NestRouteTable;
  readonly debug: boolean;
  readonly originTimeout: number;
  readonly ownOrigins: OwnOrigins | undefined;
  /** Whether the interceptor sets the headers. It reaches only the responses of handlers. */
  readonly servedByInterceptor: boolean;
  readonly adapter: Pick<AbstractHttpAdapter, 'getType' | 'getHttpServer'> & VersioningAdapter;
  readonly versioning: Versioning;
}

/**
 * Explains the outcome of a page's request, check by check.
 *
 * @throws {TypeError} (as a rejection) for requests that no browser would send
 */
export async function explain(
  application: ExplainedApplication,
  request: CorsExplainRequest | CorsExplainHandshake,
): Promise<CorsExplanation> {
  if (isHandshake(request)) return explainHandshake(application, request);
  const asked = askedRequest(request, serverOrigin(application.adapter), application.ownOrigins);
  const { snapshot } = application;
  const at = snapshot.at(pathOf(asked));
  const steps = new ExplanationSteps();
  const route = actualRoute(application, asked);
  const explained = strictest(explainedPolicies(at, [route]), asked);
  const preflighted = !asked.sameOrigin && (asked.unsafeMethod || asked.unsafeNames.length > 0);

  explainRequest(asked, steps);
  if (!asked.sameOrigin) {
    steps.passed('preflight-needed', preflightReason(asked));
    if (preflighted) await followPreflight(application, asked, at, steps);
  }
  if (steps.allPassed) {
    // Node's parser answers before the framework gets the request.
    const known = METHODS.includes(asked.method);
    steps.check(
      'actual-route',
      known ? unmanaged(at) : unknownMethod(asked),
      routeReason(asked, route, application.servedByInterceptor, at),
    );
  }
  if (steps.allPassed) {
    const server = { reach: reachOf(application, asked, route), originTimeout: application.originTimeout };
    if (!asked.sameOrigin) await explainActual(asked, explained, server, steps);
    else if (asked.foreignHost && explained.policy.enforce === true && server.reach === 'everything')
      explainForeignHost(asked, explained, steps);
  }
  return {
    allowed: steps.allPassed,
    preflighted,
    steps: steps.told,
    ...(route === undefined ? {} : { route: corsRoute(route, snapshot) }),
    policy: plainPolicy(explained.effective),
  };
}

function explainRequest(
  { method, url, origin, leftOut, sameOrigin }: AskedRequest,
  steps: ExplanationSteps,
): void {
  const without =
    leftOut.length === 0
      ? ''
      : `, without ${leftOut.map(describeValue).join(', ')}, which browsers let no script set`;
  steps.passed('request', `a script of ${origin} asks for ${method} ${describeValue(url.href)}${without}`);
  const mixed =
    origin.startsWith('https:') && url.protocol === 'http:' && !isLoopbackHost(url.hostname)
      ? '; CORS aside, a browser lets no page on https ask for http, which is mixed content'
      : '';
  steps.passed(
    'cross-origin',
    sameOrigin
      ? "Origin is the server's own: CORS has no say, and the script reads the answer"
      : `Origin is not the server's own: the CORS protocol decides${mixed}`,
  );
}

function preflightReason({ method, unsafeMethod, unsafeNames, headers }: AskedRequest): string {
  if (!unsafeMethod && unsafeNames.length === 0) {
    return `no preflight: ${method} is a CORS-safelisted method, and so is every request header`;
  }
  const names = unsafeNames.map(name => `${describeValue(name)}${unsafeValue(name, headers)}`);
  const causes = [
    ...(unsafeMethod ? [`the method ${method}`] : []),
    ...names.slice(0, 10),
    ...(names.length > 10 ? ['…'] : []),
  ];
  return `a preflight asks first, for what is not CORS-safelisted: ${causes.join(', ')}`;
}

/** A name that is CORS-safelisted with other values. */
function unsafeValue(name: string, headers: ReadonlyMap<string, string>): string {
  const safelisted = ['accept', 'accept-language', 'content-language', 'content-type', 'range'];
  return safelisted.includes(name) ? ` with the value ${describeValue(headers.get(name) ?? '')}` : '';
}

async function followPreflight(
  application: ExplainedApplication,
  asked: AskedRequest,
  at: PoliciesAtPath,
  steps: ExplanationSteps,
): Promise<void> {
  const { url, method } = asked;
  if ((application.servedByInterceptor || isFastify(application)) && !isDecodable(url.pathname)) {
    steps.failed(
      'preflight-route',
      'the platform answers the malformed URL with 400 and no Access-Control-Allow-Origin, before any route or policy is asked: encode % as %25',
    );
    return;
  }
  const left = unmanaged(at);
  if (left !== undefined) {
    steps.failed('preflight-route', left);
    return;
  }
  const found = foundPolicies(application, asked, at);
  const handlers = found.explained.map(({ handler }) => handler ?? unserved(at)).join(', ');
  steps.passed(
    'preflight-route',
    !found.served
      ? `Access-Control-Request-Method is ${method}, which no route of Nest serves at ${describeValue(url.pathname)}: ${unserved(at)} ${decide(at)}`
      : found.explained.length === 1
        ? `Access-Control-Request-Method is ${method}, which ${handlers} serves: its policy decides`
        : `Access-Control-Request-Method is ${method}, and a preflight does not tell the version: ${handlers} have to allow it all`,
  );
  await explainPreflight(asked, found, application, steps);
}

function foundPolicies(
  { table }: ExplainedApplication,
  asked: AskedRequest,
  at: PoliciesAtPath,
): FoundPolicies {
  const { method } = asked;
  const target = targetOf(asked);
  const found = preflightPolicies(table, at, method, target);
  const routes = table.at(target).find(method);
  const served = routes.some(route => route !== undefined);
  return { found, explained: explainedPolicies(at, routes), served };
}

function actualRoute(
  { table, adapter, versioning }: ExplainedApplication,
  asked: AskedRequest,
): DiscoveredRoute | undefined {
  const request = actualStandIn(asked);
  return answeringRoute(table, asked.method, targetOf(asked), { adapter, versioning, request });
}

function pathOf({ url }: AskedRequest): string {
  return url.pathname + url.search;
}

/** The policy that explains the outcome, if several policies have to allow. */
function strictest(explained: readonly ExplainedPolicy[], { origin }: AskedRequest): ExplainedPolicy {
  const ranked = explained.toSorted((one, other) => rankOf(one, origin) - rankOf(other, origin));
  const [first] = ranked;
  if (first === undefined) throw new TypeError('A path has no policy.');
  return first;
}

function rankOf({ policy }: ExplainedPolicy, origin: string): number {
  const verdict = policy.origin.verdict(origin);
  const byOrigin = { refused: 0, ask: 2, allowed: 4 }[verdict];
  return byOrigin + (policy.credentials ? 1 : 0);
}

function targetOf({ url }: AskedRequest): NestTarget {
  return { url: url.pathname + url.search, hostname: url.hostname, host: url.host };
}

function routeReason(
  { method, url }: AskedRequest,
  route: DiscoveredRoute | undefined,
  servedByInterceptor: boolean,
  at: PoliciesAtPath,
): string {
  const reach = servedByInterceptor
    ? ', unless a guard, a body parser or middleware answers before CorsInterceptor'
    : '';
  return route === undefined
    ? `no route of Nest serves ${method} ${describeValue(url.pathname)}: ${unserved(at)} ${decide(at)}, also for what else answers there`
    : `${handlerName(route)} serves it, as ${route.method} ${route.path}: its policy decides${reach}`;
}

function unknownMethod({ method }: AskedRequest): string {
  const upperCase = method.toUpperCase();
  const mend = METHODS.includes(upperCase) ? `: methods compare case-sensitively, so write ${upperCase}` : '';
  return `Node answers the unknown method ${describeValue(method)} with 400 and no Access-Control-Allow-Origin${mend}`;
}

function reachOf(
  application: ExplainedApplication,
  { url }: AskedRequest,
  route: DiscoveredRoute | undefined,
): Reach {
  if (application.servedByInterceptor) return route === undefined ? 'nothing' : 'everything';
  return isFastify(application) && !isDecodable(url.pathname) ? 'headers' : 'everything';
}

function isFastify({ adapter }: ExplainedApplication): boolean {
  return adapter.getType() === 'fastify';
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
