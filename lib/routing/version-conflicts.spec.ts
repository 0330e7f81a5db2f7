import { VERSION_NEUTRAL } from '@nestjs/common';
import { discoveredRoute, policyEntry } from '../../test/routing/support/routes.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { PolicySnapshot } from './policy-snapshot.js';
import { versionConflicts } from './version-conflicts.js';

const ONE = policyEntry({ origin: 'https://one.example' });
const TWO = policyEntry({ origin: 'https://two.example' });

const version = (methodName: string, versions: (string | symbol)[], more: Partial<DiscoveredRoute> = {}) =>
  discoveredRoute('GET', '/cats', { methodName, versions, requestVersions: versions, ...more });

function conflicts(routes: readonly (readonly [DiscoveredRoute, typeof ONE])[]): unknown[] {
  const found = versionConflicts(
    routes.map(([route]) => route),
    new PolicySnapshot(ONE, new Map(routes)),
  );
  return found.map(({ method, path, handlers }) => [method, path, handlers.map(name => name.split('.')[1])]);
}

test('versions of a route with different policies are reported', () => {
  expect(
    conflicts([
      [version('first', ['1']), ONE],
      [version('second', ['2']), TWO],
    ]),
  ).toEqual([['GET', '/cats', ['first', 'second']]]);
});

test('versions that differ from the route for all other versions are reported', () => {
  expect(
    conflicts([
      [version('first', ['1']), ONE],
      [version('rest', [VERSION_NEUTRAL], { requestVersions: undefined }), TWO],
    ]),
  ).toEqual([['GET', '/cats', ['first', 'rest']]]);
});

test('versions of which one serves every method are reported', () => {
  expect(
    conflicts([
      [version('first', ['1']), ONE],
      [version('every', ['2'], { method: 'ALL' }), TWO],
    ]),
  ).toEqual([['GET', '/cats', ['first', 'every']]]);
});

test.each<[title: string, routes: [DiscoveredRoute, typeof ONE][]]>([
  [
    'share a policy',
    [
      [version('first', ['1']), ONE],
      [version('second', ['2']), ONE],
    ],
  ],
  [
    'are of different methods',
    [
      [version('first', ['1']), ONE],
      [version('second', ['2'], { method: 'PUT' }), TWO],
    ],
  ],
  [
    'are of different paths',
    [
      [version('first', ['1']), ONE],
      [version('second', ['2'], { path: '/dogs' }), TWO],
    ],
  ],
  [
    'are of different hosts',
    [
      [version('first', ['1']), ONE],
      [version('second', ['2'], { hosts: ['a.example'] }), TWO],
    ],
  ],
  [
    'are never reached',
    [
      [version('first', ['1', '2']), ONE],
      [version('second', ['2']), TWO],
    ],
  ],
  [
    'the path tells',
    [
      [discoveredRoute('GET', '/v1/cats', { versions: ['1'] }), ONE],
      [discoveredRoute('GET', '/v1/cats', { versions: ['1'] }), TWO],
    ],
  ],
  [
    'are of another path than two routes without any',
    [
      [version('first', ['1'], { path: '/dogs' }), ONE],
      [discoveredRoute('GET', '/cats', { methodName: 'first' }), ONE],
      [discoveredRoute('GET', '/cats', { methodName: 'second' }), TWO],
    ],
  ],
])('versions that %s are not reported', (_title, routes) => {
  expect(conflicts(routes)).toEqual([]);
});
