import type { PreflightPolicies } from '../policy/index.js';
import type { DiscoveredRoute } from './discovered-route.js';
import { PreflightMemory } from './preflight-memory.js';

const [cats, dogs] = [{ path: '/cats' }, { path: '/dogs' }] as unknown as [DiscoveredRoute, DiscoveredRoute];

function made(): PreflightPolicies {
  return { policies: [], methods: [] };
}

describe('what followed from routes', () => {
  test('is the same object for the same routes', () => {
    const memory = new PreflightMemory();
    const first = memory.recall('GET', [cats], [[cats], [dogs, undefined]], made);
    expect(memory.recall('GET', [cats], [[cats], [dogs, undefined]], made)).toBe(first);
  });

  test.each([
    ['another method', 'PUT', [cats], [[cats], [dogs]]],
    ['other routes', 'GET', [dogs], [[cats], [dogs]]],
    ['one route more', 'GET', [cats, dogs], [[cats], [dogs]]],
    ['other routes of other methods', 'GET', [cats], [[dogs], [cats]]],
    ['routes of other methods apart', 'GET', [cats], [[cats, dogs], []]],
    ['a route of the application itself', 'GET', [cats], [[cats], [undefined]]],
    ['a method less', 'GET', [cats], [[cats]]],
  ])('is made anew for %s', (_which, method, asked, found) => {
    const memory = new PreflightMemory();
    const first = memory.recall('GET', [cats], [[cats], [dogs]], made);
    expect(memory.recall(method, asked, found, made)).not.toBe(first);
  });

  test('is forgotten once there is too much of it, and made anew', () => {
    const memory = new PreflightMemory();
    const first = memory.recall('M0', [cats], [], made);
    for (let index = 1; index < 4_999; index++)
      memory.recall(`M${index}`, [{ path: `/${index}` } as DiscoveredRoute], [], made);
    expect(memory.recall('M0', [cats], [], made)).toBe(first);
    for (let index = 4_999; index < 5_002; index++)
      memory.recall(`M${index}`, [{ path: `/${index}` } as DiscoveredRoute], [], made);
    expect(memory.recall('M0', [cats], [], made)).not.toBe(first);
  });

  test('is kept for eight combinations of one route, the latest', () => {
    const memory = new PreflightMemory();
    const all = Array.from({ length: 9 }, (_, index) => memory.recall(`M${index}`, [cats], [], made));
    expect(memory.recall('M8', [cats], [], made)).toBe(all[8]);
    expect(memory.recall('M1', [cats], [], made)).toBe(all[1]);
    expect(memory.recall('M0', [cats], [], made)).not.toBe(all[0]);
  });
});
