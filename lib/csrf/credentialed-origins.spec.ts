import { type CompiledPolicy, type EffectivePolicy, CorsConfigurationError } from '../policy/index.js';
import { type DiscoveredRoute, PolicySnapshot } from '../routing/index.js';
import { NO_ROUTE, credentialedOrigins } from './credentialed-origins.js';
import { originDrift } from './handed-over-origins.js';

class CatsController {}

const NOTHING_DECIDED = {
  enforce: false,
  origin: { predicates: [] as readonly never[] },
} as unknown as CompiledPolicy;

function route(method: string, path: string): DiscoveredRoute {
  const handler = () => undefined;
  return {
    method,
    path,
    hosts: undefined,
    versions: undefined,
    requestVersions: undefined,
    controller: CatsController,
    methodName: method.toLowerCase(),
    handler,
    callback: handler,
  };
}

type Source = Omit<NonNullable<EffectivePolicy['origin']>, 'value'>;

function effective(
  origin: unknown,
  credentials: boolean,
  source: Source = { level: 'defaults' },
): EffectivePolicy {
  return { origin: { value: origin, ...source }, credentials: { value: credentials, level: 'defaults' } };
}

function collect(
  defaults: EffectivePolicy,
  routes: readonly (readonly [DiscoveredRoute, EffectivePolicy])[] = [],
) {
  const entry = (policy: EffectivePolicy) => ({ policy: NOTHING_DECIDED, effective: policy });
  const entries = new Map(routes.map(([discovered, policy]) => [discovered, entry(policy)]));
  return credentialedOrigins(
    routes.map(([discovered]) => discovered),
    new PolicySnapshot(entry(defaults), entries),
  );
}

describe('the origins that policies allow with credentials', () => {
  const [get, put, post] = [route('GET', '/cats'), route('PUT', '/cats'), route('POST', '/cats')];

  it('are those of the defaults and of every route, each once and in order', () => {
    const found = collect(effective('https://b.example', true), [
      [get, effective(['https://c.example', 'https://a.example:8443', 'https://b.example'], true)],
      [put, effective('https://b.example', true)],
    ]);

    expect(found).toEqual({
      origins: ['https://a.example:8443', 'https://b.example', 'https://c.example'],
      problems: [],
    });
  });

  it.each([
    ['a policy without credentials', effective(['https://a.example', 'https://*.a.example'], false)],
    ['any origin', effective('*', false)],
    ['no origin', effective(false, true)],
    ['nothing at all', {}],
  ])('are none for %s', (_name, policy) => {
    expect(collect(policy, [[get, policy]])).toEqual({ origins: [], problems: [] });
  });

  it.each([
    ['https://*.a.example', 'not patterns', 'cors.trusts(request)'],
    ['http://localhost:*', 'not patterns', 'cors.trusts(request)'],
    [/^https:\/\/a\.example$/, 'not regular expressions', 'cors.trusts(request)'],
    [() => true, 'not predicates and resolver classes', 'enforce: true'],
    [class Resolver {}, 'not predicates and resolver classes', 'enforce: true'],
    ['null', 'cannot contain null', 'list the routes'],
  ])('report %p, which a list cannot express', (rule, reason, suggestion) => {
    const { origins, problems } = collect(effective(['https://a.example', rule], true));

    expect(origins).toEqual(['https://a.example']);
    expect(problems).toEqual([
      {
        route: NO_ROUTE,
        routes: [NO_ROUTE],
        level: 'defaults',
        place: 'defaults in CorsModule.forRoot()',
        field: 'origin',
        value: rule,
        reason: expect.stringContaining(reason) as string,
        suggestion: expect.stringContaining(suggestion) as string,
      },
    ]);
  });

  it('report each rule once for each place, with all its routes', () => {
    const pattern = 'https://*.a.example';
    const { problems } = collect(effective(false, false), [
      [get, effective(pattern, true, { level: 'controller' })],
      [put, effective(pattern, true, { level: 'controller' })],
      [post, effective(pattern, true, { level: 'method' })],
      [route('DELETE', '/cats'), effective([pattern], true, { level: 'method', named: 'partners' })],
    ]);

    expect(problems.map(({ place, routes, named }) => ({ place, routes, named }))).toEqual([
      {
        place: '@CorsPolicy() on CatsController',
        routes: ['GET /cats (CatsController.get)', 'PUT /cats (CatsController.put)'],
        named: undefined,
      },
      {
        place: '@CorsPolicy() on CatsController.post',
        routes: ['POST /cats (CatsController.post)'],
        named: undefined,
      },
      {
        place: 'policies.partners in CorsModule.forRoot()',
        routes: ['DELETE /cats (CatsController.delete)'],
        named: 'partners',
      },
    ]);
    expect(new CorsConfigurationError(problems).message).toContain(
      "@CorsPolicy() on CatsController, origin: 'https://*.a.example'",
    );
  });
});

describe('what a reload made of the origins that were handed over', () => {
  it.each([
    [['a', 'b'], ['b', 'a'], undefined],
    [[], [], undefined],
    [['a'], ['a', 'b'], { added: ['b'], removed: [] }],
    [['a', 'b'], ['b', 'c'], { added: ['c'], removed: ['a'] }],
    [['a'], [], { added: [], removed: ['a'] }],
  ])('%j, then %j', (before, now, drift) => {
    expect(originDrift(before, now)).toEqual(drift);
  });
});
