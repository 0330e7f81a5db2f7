import { discoveredRoute } from '../../test/routing/support/routes.js';
import { CorsConfigurationError } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { Registration, identifyRoutes } from './registered-routes.js';

function registration(method: string, path: string, isFromNest = true): Registration {
  return new Registration(method, path, isFromNest, false);
}

/** The method names of the identified registrations, and of the returned routes. */
function identified(
  registrations: readonly Registration[],
  routes: readonly DiscoveredRoute[],
  normalized = {},
) {
  const listed = identifyRoutes(registrations, routes, { normalized: new Map(Object.entries(normalized)) });
  return {
    registered: registrations.map(({ route }) => route?.methodName),
    listed: listed.map(({ methodName }) => methodName),
  };
}

function route(methodName: string, more: Partial<DiscoveredRoute> = {}): DiscoveredRoute {
  return discoveredRoute('GET', '/cats', { methodName, ...more });
}

test('registrations are paired with routes of the same method and path, in order', () => {
  const registrations = [
    registration('GET', '/cats'),
    registration('PUT', '/cats'),
    registration('GET', '/cats'),
  ];
  const routes = [route('first'), route('second'), discoveredRoute('PUT', '/cats', { methodName: 'put' })];

  expect(identified(registrations, routes)).toEqual({
    registered: ['first', 'put', 'second'],
    listed: ['first', 'second', 'put'],
  });
});

test("a path may be registered in the adapter's own form", () => {
  const routes = [discoveredRoute('GET', '/files/*', { methodName: 'file' })];

  expect(
    identified([registration('GET', '/files/{*path}')], routes, { '/files/*': '/files/{*path}' }).listed,
  ).toEqual(['file']);
});

test("the application's own registrations are no routes of Nest", () => {
  const registrations = [
    registration('GET', '/cats', false),
    registration('GET', '/cats'),
    registration('GET', '/own', false),
  ];

  expect(identified(registrations, [route('cats')]).registered).toEqual([undefined, 'cats', undefined]);
});

test('if Nest does not identify its registrations, the last ones count as its own', () => {
  const registrations = [registration('GET', '/cats', false), registration('GET', '/cats', false)];

  expect(identified(registrations, [route('cats')]).registered).toEqual([undefined, 'cats']);
});

test('a duplicate that Nest dropped is not listed', () => {
  const routes = [
    route('first', { hosts: ['a.example', /b/] }),
    route('dropped', { hosts: [/b/, 'a.example'] }),
    route('otherHost', { hosts: ['c.example'] }),
    route('versioned', { requestVersions: ['1'] }),
    route('droppedVersion', { requestVersions: ['1'] }),
    route('otherVersion', { requestVersions: ['1', '2'] }),
  ];
  const registrations = routes.slice(0, 4).map(() => registration('GET', '/cats'));

  expect(identified(registrations, routes)).toEqual({
    registered: ['first', 'otherHost', 'versioned', 'otherVersion'],
    listed: ['first', 'otherHost', 'versioned', 'otherVersion'],
  });
});

test('routes of another application on the adapter do not belong to this one', () => {
  const registrations = [
    registration('GET', '/cats'),
    registration('GET', '/other'),
    registration('GET', '/cats'),
  ];
  const listed = identifyRoutes(registrations, [route('cats')], { normalized: new Map(), isShared: true });

  expect(listed.map(({ methodName }) => methodName)).toEqual(['cats']);
  expect(registrations.map(each => each.route?.methodName)).toEqual(['cats', undefined, undefined]);
});

describe('the application does not start if a route cannot be identified', () => {
  test.each([
    ['a registration of Nest that is no known route', [registration('GET', '/other')], [], 'GET /other'],
    ['a route that was not registered', [], [route('cats')], 'GET /cats (CatsController.cats)'],
    [
      'fewer registrations than routes that are no duplicates',
      [registration('GET', '/cats')],
      [route('one', { hosts: ['a'] }), route('two', { hosts: ['b'] })],
      'GET /cats (CatsController.one)',
    ],
    [
      'more registrations than routes',
      [registration('GET', '/cats'), registration('GET', '/cats')],
      [route('cats')],
      'GET /cats (CatsController.cats)',
    ],
  ])('%s', (_which, registrations, routes, name) => {
    const identify = () => identifyRoutes(registrations, routes, { normalized: new Map() });

    expect(identify).toThrow(CorsConfigurationError);
    expect(identify).toThrow(name);
  });

  test('a route that the platform has at another path', () => {
    const moved = registration('GET', '/cats');
    moved.isMisplaced = true;

    expect(() => identifyRoutes([moved], [route('cats')], { normalized: new Map() })).toThrow(
      'GET /cats (CatsController.cats)',
    );
  });
});
