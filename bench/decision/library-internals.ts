// The internals of the library that the decision and growth benches use. No other file of bench/
// imports it.
import findMyWay from 'find-my-way';
import { CorsDecisions } from '../../lib/exchange/cors-decisions.js';
import { refusal } from '../../lib/exchange/refusal.js';
import { applyAnswer } from '../../lib/exchange/response-headers.js';
import { preflightHeaders } from '../../lib/exchange/request-facts.js';
import {
  type CompiledPolicy,
  type CorsPolicyOptions,
  PolicyBook,
  type PolicyEntry,
  answerActual,
} from '../../lib/policy/index.js';
import {
  type DiscoveredRoute,
  type NestRouteTable,
  OrderedRouteTable,
  PathIndex,
  PolicySnapshot,
  SpecificRouteTable,
} from '../../lib/routing/index.js';
import { type MockRequest, MockResponse } from './mock-messages.js';

/** Decides requests by one policy, including the headers on a mock response. */
export function decider(options: CorsPolicyOptions): (request: MockRequest) => MockResponse {
  const { state, snapshot, decisions } = application(options, orderedTable(0));
  return request => {
    const response = new MockResponse();
    const preflight = preflightHeaders(request.method, request.headers);
    if (preflight !== undefined) {
      const target = { url: request.url, hostname: 'api.example.com' };
      const decision = decisions.preflight(state, preflight, target, {
        policies: snapshot.elsewhere,
        request,
      });
      if (decision instanceof Promise) throw new TypeError('Nothing here is asynchronous.');
      const { answer } = decision;
      response.statusCode = answer.status;
      response.setHeader('Vary', answer.vary);
      for (const [name, value] of answer.headers) response.setHeader(name, value);
      response.end();
      return response;
    }
    const policy = snapshot.policyOf(undefined);
    const { origin } = request.headers;
    const allowed = origin !== undefined && policy.origin.verdict(origin) === 'allowed';
    applyAnswer(answerActual(policy, origin, allowed), policy.origin.dependsOnOrigin, response);
    return response;
  };
}

/** The verdict of one policy for an origin. */
export function originVerdict(options: CorsPolicyOptions): (origin: string) => unknown {
  const { policy } = entryOf(options);
  return origin => policy.origin.verdict(origin);
}

/** Decides the preflight for a path in a route table of the given platform and size. */
export function routedPreflight(
  platform: 'express' | 'fastify',
  routes: number,
  options: CorsPolicyOptions,
  asked: { readonly path: string; readonly origin: string; readonly headers: string },
): () => unknown {
  const table = platform === 'express' ? orderedTable(routes) : specificTable(routes);
  const { state, snapshot, decisions } = application(options, table);
  const asking = { policies: snapshot.elsewhere, request: undefined };
  const headers = { origin: asked.origin, requestedMethod: 'GET', requestedHeaders: asked.headers };
  const target = { url: asked.path, hostname: 'api.example.com' };
  return () => decisions.preflight(state, headers, target, asking);
}

/** Finds the policies of a path among a number of keys of `paths`. */
export function keyedPolicies(keys: readonly string[], options: CorsPolicyOptions): (url: string) => unknown {
  const all = keys.map(key => ({ key, isUnmanaged: false }));
  const entry = entryOf(options);
  const snapshot = new PolicySnapshot(entry, new Map(), {
    keys: all,
    index: new PathIndex(all, { ignoresCase: true, ignoresLastSlash: true }),
    entryOf: () => entry,
    all: [],
  });
  return url => snapshot.at(url).policiesOf(undefined);
}

function application(options: CorsPolicyOptions, table: NestRouteTable) {
  const snapshot = new PolicySnapshot(entryOf(options), new Map());
  const decisions = new CorsDecisions({ onFailure: () => undefined, refusal });
  return {
    snapshot,
    decisions,
    state: { snapshot, table, debug: false, originTimeout: 5_000, ownOrigins: undefined },
  };
}

function entryOf(options: CorsPolicyOptions): PolicyEntry & { readonly policy: CompiledPolicy } {
  const book = new PolicyBook({
    problemWith: () => undefined,
    instanceOf: () => {
      throw new TypeError('There are no resolver classes here.');
    },
  });
  const entry = book.enter('bench', [{ level: 'defaults', place: 'bench', options }]);
  book.close();
  if (entry === undefined) throw new TypeError('The policy of the bench is wrong.');
  return entry;
}

function orderedTable(count: number): NestRouteTable {
  return new OrderedRouteTable<DiscoveredRoute | undefined>(tableRoutes(count), {
    caseSensitive: false,
    strict: false,
  });
}

function specificTable(count: number): NestRouteTable {
  return new SpecificRouteTable<DiscoveredRoute | undefined>(
    tableRoutes(count).map(route => ({ ...route, methods: [route.method] })),
    {
      createRouter: findMyWay,
      allMethods: [],
      headRoutes: true,
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
      useSemicolonDelimiter: false,
      maxParamLength: 100,
    },
  );
}

function tableRoutes(count: number) {
  class BenchController {}
  return Array.from({ length: count }, (_, index) => {
    const path = `/c${Math.floor(index / 10)}/r${index % 10}/:id`;
    const payload = {
      method: 'GET',
      path,
      controller: BenchController,
      methodName: 'get',
      handler: () => undefined,
    };
    return {
      method: 'GET',
      path,
      payload: payload as unknown as DiscoveredRoute,
      servesHost: undefined,
      versions: undefined,
    };
  });
}
