import { isDeepStrictEqual } from 'node:util';
import type { ApplicationPlan, RequestPlan } from './application-plan.js';
import { END_IN_MIDDLEWARE } from './application-builder.js';
import type { Answer, Client } from './client.js';
import {
  REFUSED,
  actualHeaders,
  dependsOnOrigin,
  expectedActual,
  expectedPreflight,
  isAsStrict,
  preflightHeaders,
  variesByOrigin,
} from './expected-headers.js';
import { COMMON_HEADER, type ExpectedPolicy, RAW, allows, expectedPolicy } from './expected-policy.js';
import { PASS_ON } from './declared-parameters.js';
import { REQUEST_VERSIONS } from './request-generator.js';

/** Something that the module did otherwise than the handler that answers would have it. */
export interface Finding {
  readonly what: string;
  readonly request: RequestPlan;
  /** The handler that answers the request. */
  readonly handler: string | undefined;
  readonly expected: unknown;
  readonly found: unknown;
  /** Whether the answer allows nothing that the policy of the handler that answers does not. */
  readonly asStrict: boolean;
  /** The answer to the actual request. */
  readonly answer: Answer;
}

const USUAL_METHODS = ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'QUERY'];

/**
 * Finds out which handler answers a request, and whether the module reports the policy of that
 * handler everywhere.
 */
export class Examiner {
  /** How many requests a handler of Nest answered. */
  answeredByHandler = 0;
  private readonly findings: Finding[] = [];

  constructor(
    private readonly plan: ApplicationPlan,
    private readonly client: Client,
  ) {}

  async examine(request: RequestPlan): Promise<readonly Finding[]> {
    this.findings.length = 0;
    const truth = await this.client.actual(request);
    if (truth.handler !== undefined) this.answeredByHandler += 1;
    const policy = expectedPolicy(this.plan, truth.handler);
    this.compareActual('without Origin', request, truth, truth, undefined);
    const { origin: Origin } = request;
    await this.compareWithOrigin('with Origin', request, truth, this.client.actual(request, { Origin }));
    if (request.malformedBody) {
      // Node's client frames the body of DELETE only if it is told to.
      const headers = { Origin, 'Content-Type': 'application/json', 'Content-Length': '2' };
      const answer = await this.client.actual(request, headers, '{"');
      const refused = policy.enforce && !allows(policy.origin, Origin);
      // A request that is not read answers as if it were well-formed.
      if (!refused) this.compareActual('malformed body', request, truth, answer, Origin);
    }
    if (request.endInMiddleware) await this.compareEnded(request, truth);
    await this.comparePreflight(request, truth);
    return [...this.findings];
  }

  /** A request that a middleware ends has the policy of the handler that would have answered. */
  private async compareEnded(request: RequestPlan, truth: Answer): Promise<void> {
    const { origin: Origin } = request;
    const answer = await this.client.actual(request, { Origin, [END_IN_MIDDLEWARE]: 'yes' });
    const isEnded = answer.headers[END_IN_MIDDLEWARE] !== undefined;
    if (isEnded) this.compareActual('ended in middleware', request, truth, answer, Origin);
  }

  private async compareWithOrigin(
    what: string,
    request: RequestPlan,
    truth: Answer,
    asked: Promise<Answer>,
  ): Promise<void> {
    const answer = await asked;
    const policy = expectedPolicy(this.plan, truth.handler);
    if (policy.enforce && !allows(policy.origin, request.origin)) {
      const found = { ...actualHeaders(answer), status: answer.status, handler: answer.handler };
      const expected = { status: 403, handler: undefined };
      this.expect(`${what}, enforced`, request, truth, expected, found, answer.handler === undefined);
      return;
    }
    this.compareActual(what, request, truth, answer, request.origin);
    this.expect(`${what}, handler`, request, truth, truth.handler, answer.handler, true);
  }

  private compareActual(
    what: string,
    request: RequestPlan,
    truth: Answer,
    answer: Answer,
    origin: string | undefined,
  ): void {
    const policy = expectedPolicy(this.plan, truth.handler);
    const expected = { ...expectedActual(policy, origin), varies: dependsOnOrigin(policy) };
    const headers = actualHeaders(answer);
    const found = { ...headers, varies: variesByOrigin(answer) };
    this.expect(what, request, truth, expected, found, headers.origin === undefined);
  }

  private async comparePreflight(request: RequestPlan, truth: Answer): Promise<void> {
    const answer = await this.client.preflight(request, {
      'Origin': request.origin,
      'Access-Control-Request-Headers': COMMON_HEADER,
    });
    const found = preflightHeaders(answer);
    const policies = await this.policiesAt(request, truth);
    const own = expectedPolicy(this.plan, truth.handler);
    const served = policies.size > 0;
    const known = served || USUAL_METHODS.includes(request.method);
    const expected = known
      ? expectedPreflight(served ? [...policies.values()] : [own], request.origin)
      : REFUSED;
    // Where nothing of Nest answers this version, some other does.
    const asStrict = (served && truth.handler === undefined) || isAsStrict(found, own);
    this.expect('preflight', request, truth, expected, found, asStrict);
    if (!asStrict) this.expect('preflight, as strict as the policy', request, truth, own, found, false);
    if (request.checkMethods && found.allowed === true)
      await this.compareMethods(request, truth, policies, answer);
  }

  private async compareMethods(
    request: RequestPlan,
    truth: Answer,
    policies: ReadonlyMap<string, ExpectedPolicy>,
    answer: Answer,
  ): Promise<void> {
    const listed = (answer.headers['access-control-allow-methods'] ?? '').split(',');
    const shared: string[] = [];
    for (const method of new Set([...USUAL_METHODS, request.method, ...listed])) {
      const other = { ...request, method };
      const atMethod = await this.policiesAt(other, await this.client.actual(other));
      if (this.isShared(policies, atMethod)) shared.push(method);
    }
    const asStrict = listed.every(method => shared.includes(method));
    // If an Express route may pass the request on, two policies decide, and the list may be
    // shorter.
    const mayPass = policies.size > 1 && policies.has(this.keyed(RAW)[0]);
    const expected = mayPass
      ? shared.filter(method => listed.includes(method) || method === request.method)
      : shared;
    this.expect('preflight, methods', request, truth, expected.sort(), listed.sort(), asStrict);
  }

  private isShared(
    policies: ReadonlyMap<string, ExpectedPolicy>,
    others: ReadonlyMap<string, ExpectedPolicy>,
  ): boolean {
    const defaults = new Map([this.keyed(undefined)]);
    if (policies.size === 0)
      return [...(others.size === 0 ? defaults : others).keys()].every(key => defaults.has(key));
    return policies.size === others.size && [...others.keys()].every(key => policies.has(key));
  }

  /**
   * The policies of all handlers that may answer, by value. There is one, unless the preflight has
   * no version or an Express route comes first.
   */
  private async policiesAt(request: RequestPlan, truth: Answer): Promise<Map<string, ExpectedPolicy>> {
    const handlers = await this.handlersAt(request, truth);
    const type = this.plan.versioning?.type;
    if (type !== undefined && type !== 'URI') {
      for (const version of REQUEST_VERSIONS) {
        const other = { ...request, version };
        handlers.push(...(await this.handlersAt(other, await this.client.actual(other))));
      }
    }
    const answering = handlers.filter(handler => handler !== undefined);
    return new Map(
      answering.every(handler => handler === RAW) ? [] : answering.map(handler => this.keyed(handler)),
    );
  }

  /**
   * The handler that answers. If it is an Express route that may pass a request on, also the
   * handler after it.
   */
  private async handlersAt(request: RequestPlan, truth: Answer): Promise<(string | undefined)[]> {
    if (truth.handler !== RAW || this.plan.platform === 'fastify') return [truth.handler];
    return [RAW, (await this.client.actual(request, { [PASS_ON]: 'yes' })).handler];
  }

  private keyed(handler: string | undefined): [string, ExpectedPolicy] {
    const policy = expectedPolicy(this.plan, handler);
    return [JSON.stringify(policy), policy];
  }

  private expect(
    what: string,
    request: RequestPlan,
    truth: Answer,
    expected: unknown,
    found: unknown,
    asStrict: boolean,
  ): void {
    if (isDeepStrictEqual(expected, found)) return;
    this.findings.push({ what, request, handler: truth.handler, expected, found, asStrict, answer: truth });
  }
}
