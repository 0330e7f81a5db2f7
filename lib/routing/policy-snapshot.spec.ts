import { discoveredRoute, policyEntry } from '../../test/routing/support/routes.js';
import type { CompiledPolicy } from '../policy/index.js';
import { EndpointPolicies } from './gateways/endpoint-policies.js';
import { socketIoEndpoint, webSocketEndpoint } from './gateways/socket-endpoint.js';
import { PathIndex } from './paths/path-index.js';
import { PolicySnapshot } from './policy-snapshot.js';

const defaults = policyEntry({ origin: 'https://defaults.example' });
const own = policyEntry({ origin: 'https://own.example' });
const route = discoveredRoute('GET', '/cats', { callback: () => undefined });
const snapshot = new PolicySnapshot(defaults, new Map([[route, own]]));

function policyOfHandler(
  policies: PolicySnapshot,
  ...handler: Parameters<PolicySnapshot['routeOfHandler']>
): CompiledPolicy {
  return policies.policyOf(policies.routeOfHandler(...handler));
}

test('a route has the policy that was entered for it', () => {
  expect(snapshot.entryOf(route)).toBe(own);
  expect(snapshot.policyOf(route)).toBe(own.policy);
});

test('defaults decide if no Nest route answers', () => {
  expect(snapshot.entryOf(undefined)).toBe(defaults);
  expect(snapshot.policyOf(discoveredRoute('GET', '/cats'))).toBe(defaults.policy);
});

test('a handler is found as the method of its class and as the method of the instance', () => {
  expect(policyOfHandler(snapshot, route.controller, route.handler)).toBe(own.policy);
  expect(policyOfHandler(snapshot, route.controller, route.callback)).toBe(own.policy);
});

test('a handler leads to its route', () => {
  expect(snapshot.routeOfHandler(route.controller, route.handler)).toBe(route);
});

test('a handler that is bound for each request is found by its name', () => {
  const { find } = { find: () => undefined };

  expect(policyOfHandler(snapshot, route.controller, find)).toBe(own.policy);
  expect(policyOfHandler(snapshot, route.controller, find.bind({}))).toBe(own.policy);
});

test('two routes of one controller have separate policies', () => {
  const other = discoveredRoute('PUT', '/cats', { controller: route.controller });
  const both = new PolicySnapshot(
    defaults,
    new Map([
      [route, own],
      [other, defaults],
    ]),
  );

  expect(policyOfHandler(both, route.controller, route.handler)).toBe(own.policy);
  expect(policyOfHandler(both, route.controller, other.handler)).toBe(defaults.policy);
});

test.each([
  ['controller', class Other {}, route.handler],
  ['handler', route.controller, () => undefined],
])('an unknown %s has the policy of defaults', (_what, controller, handler) => {
  expect(policyOfHandler(snapshot, controller, handler)).toBe(defaults.policy);
});

test.each([
  ['nothing asks or refuses', defaults, own, false, false],
  ['a route has a predicate', defaults, policyEntry({ origin: () => true }), true, true],
  ['the defaults have a predicate', policyEntry({ origin: () => true }), own, true, true],
  ['a route refuses', defaults, policyEntry({ origin: 'https://own.example', enforce: true }), true, false],
  [
    'a route reports',
    defaults,
    policyEntry({ origin: 'https://own.example', enforce: 'report' }),
    true,
    false,
  ],
  ['the defaults refuse', policyEntry({ origin: false, enforce: true }), own, true, false],
])(
  'whether to decide before middleware, if %s',
  (_title, ofDefaults, ofRoute, decidesEarly, hasPredicates) => {
    const both = new PolicySnapshot(ofDefaults, new Map([[route, ofRoute]]));
    expect(both).toMatchObject({ decidesEarly, hasPredicates });
  },
);

describe('with paths', () => {
  const key = { key: '/fonts/*', isUnmanaged: false };
  const fonts = policyEntry({ origin: '*', enforce: true });
  const keyed = new PolicySnapshot(
    defaults,
    new Map([[route, own]]),
    {
      keys: [key],
      index: new PathIndex([key], { ignoresCase: false, ignoresLastSlash: false }),
      entryOf: (of, at) => (at === key ? fonts : of === route ? own : defaults),
      all: [[undefined, fonts]],
    },
    new Set([route]),
  );

  test.each([
    ['/fonts/a?b=c', fonts],
    ['/fonts', defaults],
    ['http://api.example/fonts/a', fonts],
  ])('%s has the policy of its key', (url, entry) => {
    expect(keyed.at(url).entriesOf(undefined)).toEqual([entry]);
  });

  test('keys are listed with their policies for requests without a route', () => {
    expect(keyed.keys.map(each => keyed.entryAt(each))).toEqual([fonts]);
    expect(keyed.decidesEarly).toBe(true);
  });

  test('it knows the routes with decorators', () => {
    expect([keyed.isDecorated(route), snapshot.isDecorated(route)]).toEqual([true, false]);
  });

  test('without paths, all paths have the same policies', () => {
    expect(snapshot.at('/fonts/a')).toBe(snapshot.elsewhere);
    expect(snapshot.keys).toEqual([]);
    expect(snapshot.entryAt(key)).toBe(defaults);
    expect(snapshot.elsewhere.policiesOf(route)).toEqual([own.policy]);
  });
});

describe('with gateways', () => {
  const resourcePolicy = policyEntry({ origin: 'https://own.example', resourcePolicy: 'same-site' });
  const endpoints = [
    socketIoEndpoint(0, '/socket.io', '/socket.io/'),
    webSocketEndpoint(0, '/chat'),
    webSocketEndpoint(8_081, '/chat'),
  ];
  const [io, chat, elsewhere] = endpoints.map(
    (endpoint, index) => new EndpointPolicies(endpoint, [], index === 0 ? resourcePolicy : own, undefined),
  );
  const gateways = [io, chat, elsewhere].filter(each => each !== undefined);
  const snapshotOfGateways = new PolicySnapshot(defaults, new Map(), undefined, undefined, gateways);

  test.each([
    ['/socket.io/?EIO=4', [io]],
    ['/chat', [chat]],
    ['/cats', []],
  ])("%s has the gateways of the application's own server that take it", (url, found) => {
    expect(snapshotOfGateways.gatewaysAt(url)).toEqual(found);
  });

  test('an endpoint has its own', () => {
    expect(endpoints.map(each => snapshotOfGateways.gatewaysOf(each))).toEqual(gateways);
    expect(snapshotOfGateways.gatewaysOf(webSocketEndpoint(0, '/chat'))).toBeUndefined();
  });

  test('the resourcePolicy of a gateway counts for polling', () => {
    expect(snapshotOfGateways.setsResourcePolicy).toBe(true);
    expect(
      new PolicySnapshot(defaults, new Map(), undefined, undefined, gateways.slice(1)).setsResourcePolicy,
    ).toBe(false);
  });

  test('without gateways, no path has any', () => {
    expect(snapshot.gatewaysAt('/chat')).toEqual([]);
  });
});
