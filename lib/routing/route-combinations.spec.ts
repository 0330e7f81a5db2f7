import type { PreflightPolicies } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { RouteCombinations } from './route-combinations.js';

const [cats, dogs] = [{ path: '/cats' }, { path: '/dogs' }] as unknown as [DiscoveredRoute, DiscoveredRoute];

function made(): PreflightPolicies {
  return { policies: [], methods: [] };
}

describe('what followed from routes', () => {
  test('are the same object for the same routes', () => {
    const combinations = new RouteCombinations();
    const first = combinations.recall('GET', [cats], [[cats], [dogs, undefined]], made);
    expect(combinations.recall('GET', [cats], [[cats], [dogs, undefined]], made)).toBe(first);
  });

  test.each([
    ['another method', 'PUT', [cats], [[cats], [dogs]]],
    ['other routes', 'GET', [dogs], [[cats], [dogs]]],
    ['one route more', 'GET', [cats, dogs], [[cats], [dogs]]],
    ['other routes of other methods', 'GET', [cats], [[dogs], [cats]]],
    ['routes of other methods apart', 'GET', [cats], [[cats, dogs], []]],
    ['a route of the application itself', 'GET', [cats], [[cats], [undefined]]],
    ['a method less', 'GET', [cats], [[cats]]],
  ])('are created again for %s', (_which, method, asked, found) => {
    const combinations = new RouteCombinations();
    const first = combinations.recall('GET', [cats], [[cats], [dogs]], made);
    expect(combinations.recall(method, asked, found, made)).not.toBe(first);
  });

  test('are dropped when there are too many, and created again', () => {
    const combinations = new RouteCombinations();
    const first = combinations.recall('M0', [cats], [], made);
    for (let index = 1; index < 4_999; index++)
      combinations.recall(`M${index}`, [{ path: `/${index}` } as DiscoveredRoute], [], made);
    expect(combinations.recall('M0', [cats], [], made)).toBe(first);
    for (let index = 4_999; index < 5_002; index++)
      combinations.recall(`M${index}`, [{ path: `/${index}` } as DiscoveredRoute], [], made);
    expect(combinations.recall('M0', [cats], [], made)).not.toBe(first);
  });

  test('are kept for the latest eight combinations of one route', () => {
    const combinations = new RouteCombinations();
    const all = Array.from({ length: 9 }, (_, index) => combinations.recall(`M${index}`, [cats], [], made));
    expect(combinations.recall('M8', [cats], [], made)).toBe(all[8]);
    expect(combinations.recall('M1', [cats], [], made)).toBe(all[1]);
    expect(combinations.recall('M0', [cats], [], made)).not.toBe(all[0]);
  });
});
