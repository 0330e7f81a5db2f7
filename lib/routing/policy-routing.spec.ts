import { discoveredRoute, policyEntry } from '../../test/routing/support/routes.js';
import type { PolicyEntry } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { PolicySnapshot } from './policy-snapshot.js';
import { type NestRouteTable, preflightPolicies, routeFor } from './policy-routing.js';

const DEFAULTS = policyEntry({ origin: 'https://defaults.example' });
const ONE = policyEntry({ origin: 'https://one.example' });
const TWO = policyEntry({ origin: 'https://two.example' });
const MATCHING = { ignoresCase: false, ignoresLastSlash: false };
const TARGET = { url: '/cats', hostname: 'a.example' };

/**
 * The answer to each method: policies of Nest routes, or `own` for a route of the application
 * itself.
 */
type Answers = Readonly<Record<string, readonly (PolicyEntry | 'own')[]>>;

function preflight(
  answers: Answers,
  method: string,
  defaults = DEFAULTS,
): { policies: unknown; methods: string } {
  const entries = new Map<DiscoveredRoute, PolicyEntry>();
  const found = Object.entries(answers).map(([name, policies]) => {
    const routes = policies.map(policy => {
      if (policy === 'own') return undefined;
      const route = discoveredRoute(name, '/cats');
      entries.set(route, policy);
      return route;
    });
    return [name, routes] as const;
  });
  const table = tableOf(Object.fromEntries(found));
  const { policies, methods } = preflightPolicies(
    table,
    new PolicySnapshot(defaults, entries).elsewhere,
    method,
    TARGET,
  );
  return { policies, methods: methods.join() };
}

function tableOf(routes: Readonly<Record<string, readonly (DiscoveredRoute | undefined)[]>>): NestRouteTable {
  return {
    methods: new Set(Object.keys(routes)),
    matching: MATCHING,
    at: () => ({ find: method => routes[method] ?? [] }),
  };
}

test('the first route of the table answers', () => {
  const route = discoveredRoute('GET', '/cats');

  expect(routeFor(tableOf({ GET: [route] }), 'GET', TARGET)).toBe(route);
  expect(routeFor(tableOf({}), 'GET', TARGET)).toBeUndefined();
});

test('a preflight gets the policy of the route for its method, and the methods that share the policy', () => {
  const answers = {
    GET: [ONE],
    HEAD: [ONE],
    PUT: [ONE],
    DELETE: [TWO],
    PROPFIND: [ONE],
    COPY: [ONE],
    MOVE: [TWO],
  };

  expect(preflight(answers, 'PUT')).toEqual({
    policies: [ONE.policy],
    methods: 'GET,HEAD,PUT,COPY,PROPFIND',
  });
  expect(preflight(answers, 'MOVE')).toEqual({ policies: [TWO.policy], methods: 'DELETE,MOVE' });
});

test('a method that only a route for all methods serves is listed with the others', () => {
  const table = tableOf({ PURGE: [discoveredRoute('ALL', '/cats')] });
  const named: NestRouteTable = { ...table, methods: new Set() };

  expect(
    preflightPolicies(named, new PolicySnapshot(DEFAULTS, new Map()).elsewhere, 'PURGE', TARGET).methods,
  ).toEqual(['PURGE']);
});

describe('if only the version tells routes apart', () => {
  test('all their policies must allow, each listed once', () => {
    expect(preflight({ GET: [ONE, TWO, ONE] }, 'GET').policies).toEqual([ONE.policy, TWO.policy]);
  });

  test('methods with exactly the same policies are shared', () => {
    const answers = {
      GET: [ONE, TWO],
      PUT: [TWO, ONE],
      POST: [ONE],
      DELETE: [ONE, DEFAULTS],
      PATCH: [TWO, ONE, DEFAULTS],
    };

    expect(preflight(answers, 'GET').methods).toBe('GET,PUT');
  });

  test("a route of the application's own among them brings the module defaults in", () => {
    expect(preflight({ GET: [ONE, 'own'] }, 'GET').policies).toEqual([ONE.policy, DEFAULTS.policy]);
  });
});

describe('defaults decide if no Nest route serves the path', () => {
  test.each<[title: string, answers: Answers]>([
    ['nothing', {}],
    ["a route of the application's own", { GET: ['own'] }],
  ])('for %s, with the usual methods', (_title, answers) => {
    expect(preflight(answers, 'GET')).toEqual({
      policies: [DEFAULTS.policy],
      methods: 'GET,HEAD,PUT,PATCH,POST,DELETE,QUERY',
    });
  });

  test('with the methods of defaults', () => {
    const defaults = policyEntry({ origin: 'https://defaults.example', methods: ['PUT', 'COPY'] });

    expect(preflight({}, 'COPY', defaults)).toEqual({ policies: [defaults.policy], methods: 'PUT,COPY' });
  });

  test('without the methods that a Nest route serves with another policy', () => {
    expect(preflight({ GET: [ONE], POST: [DEFAULTS] }, 'PUT').methods).toBe(
      'HEAD,PUT,PATCH,POST,DELETE,QUERY',
    );
  });
});

describe('for the same routes a preflight gets the same object', () => {
  const route = discoveredRoute('GET', '/cats');
  const table = tableOf({ GET: [route] });

  test('while the policies are the same', () => {
    const snapshot = new PolicySnapshot(DEFAULTS, new Map([[route, ONE]])).elsewhere;
    const first = preflightPolicies(table, snapshot, 'GET', TARGET);
    expect(preflightPolicies(table, snapshot, 'GET', TARGET)).toBe(first);
    expect(preflightPolicies(table, snapshot, 'PUT', TARGET)).not.toBe(first);
  });

  test("unless no route names the method, which is the client's own word", () => {
    const all = { methods: new Set<string>(), matching: MATCHING, at: () => ({ find: () => [route] }) };
    const snapshot = new PolicySnapshot(DEFAULTS, new Map([[route, ONE]])).elsewhere;
    const first = preflightPolicies(all, snapshot, 'PURGE', TARGET);
    const second = preflightPolicies(all, snapshot, 'PURGE', TARGET);
    expect(second).not.toBe(first);
    expect(second).toEqual(first);
  });

  test('and another one after a reload', () => {
    const first = preflightPolicies(
      table,
      new PolicySnapshot(DEFAULTS, new Map([[route, ONE]])).elsewhere,
      'GET',
      TARGET,
    );
    const second = preflightPolicies(
      table,
      new PolicySnapshot(DEFAULTS, new Map([[route, TWO]])).elsewhere,
      'GET',
      TARGET,
    );
    expect(first.policies).toEqual([ONE.policy]);
    expect(second.policies).toEqual([TWO.policy]);
  });
});
