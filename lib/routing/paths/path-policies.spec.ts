import { discoveredRoute, policyEntry } from '../../../test/routing/support/routes.js';
import { type PathKey, PathIndex } from './path-index.js';
import { PathPolicies } from './path-policies.js';

const ELSEWHERE = policyEntry({ origin: 'https://elsewhere.example' });
const MATCHING = { ignoresCase: false, ignoresLastSlash: false };
const ROUTE = discoveredRoute('GET', '/cats');

const keys: readonly PathKey[] = [
  { key: '/a/*', isUnmanaged: false },
  { key: '/b/*', isUnmanaged: false },
  { key: '/own/*', isUnmanaged: true },
];
const entries = new Map(
  keys.map(key => [key, policyEntry({ origin: `https://${key.key[1] ?? ''}.example` })]),
);

function policies(): PathPolicies {
  const index = new PathIndex(keys, MATCHING);
  return new PathPolicies(index, (_route, key) => (key && entries.get(key)) ?? ELSEWHERE);
}

const [a, b] = keys.map(key => entries.get(key));

test.each([
  ['/a/x', [a], true, false],
  ['/x', [ELSEWHERE], false, false],
  ['/a/../b/x', [a, b], true, false],
  ['/a/../x', [a, ELSEWHERE], true, false],
  ['/own/x', [ELSEWHERE], false, true],
  // Only one reading is left to the application, so it counts as a path without a key.
  ['/own/../a/x', [ELSEWHERE, a], true, false],
  ['/own/../x', [ELSEWHERE], false, false],
])('the policies at %s', (path, expected, hasKey, isUnmanaged) => {
  const at = policies().at(path);
  expect([...at.entriesOf(ROUTE)]).toEqual(expected);
  expect([...at.policiesOf(undefined)]).toEqual(expected.map(entry => entry?.policy));
  expect([at.hasKey, at.isUnmanaged]).toEqual([hasKey, isUnmanaged]);
});

test('the same keys give the same object in any order', () => {
  const all = policies();
  expect(all.at('/a/../b/x')).toBe(all.at('/b/../a/y'));
  expect(all.at('/a/x')).toBe(all.at('/a/y'));
  expect(all.elsewhere).toBe(all.at('/x'));
});

test('without keys, all paths have the same policies', () => {
  const all = new PathPolicies(undefined, () => ELSEWHERE);
  expect(all.at('/a/x')).toBe(all.elsewhere);
});

test('sets of several keys are dropped when there are very many', () => {
  const many = Array.from({ length: 20 }, (_, index) => ({ key: `/k${index}/*`, isUnmanaged: false }));
  const all = new PathPolicies(new PathIndex<PathKey>(many, MATCHING), () => ELSEWHERE);
  const first = all.at('/k0/../k1/x');
  for (let one = 0; one < 20; one++) for (let two = 0; two < one; two++) all.at(`/k${one}/../k${two}/x`);
  expect(all.at('/k0/../k1/x')).not.toBe(first);
});
