import { jest } from '@jest/globals';
import { unknownConstraints, valueStrategy } from './route-constraints.js';

test('without constraints, a preflight leaves nothing unknown', () => {
  expect(unknownConstraints([{}, {}])).toEqual([{}]);
});

test('an unknown constraint may have any value of the routes, or none', () => {
  expect(unknownConstraints([{ version: '1' }, {}, { version: ['2', '1'] }])).toEqual([
    { version: undefined },
    { version: '1' },
    { version: '2' },
  ]);
});

test('several constraints are combined in every way, without the host, which a preflight carries', () => {
  expect(unknownConstraints([{ version: '1', host: 'a.example' }, { tenant: 'x' }])).toEqual([
    { version: undefined, tenant: undefined },
    { version: undefined, tenant: 'x' },
    { version: '1', tenant: undefined },
    { version: '1', tenant: 'x' },
  ]);
});

describe('the storage of a constraint', () => {
  const strategy = valueStrategy('version');
  const first = jest.fn();
  const second = jest.fn();

  test('keeps a route under each of its values', () => {
    const routes = strategy.storage();
    routes.set('1', first);
    routes.set(['2', '3'] as never, second);

    expect(['1', '2', '3', '4'].map(value => routes.get(value))).toEqual([first, second, second, null]);
  });

  test("gives for a list what its first known value has, as Nest's own does", () => {
    const routes = strategy.storage();
    routes.set('1', first);

    expect(routes.get(['0', '1'] as never)).toBe(first);
    expect(routes.get(['0'] as never)).toBeNull();
  });

  test('does not prefer a route with the constraint, and reads nothing from requests', () => {
    expect(strategy).toMatchObject({ name: 'version', mustMatchWhenDerived: false });
    expect(strategy.deriveConstraint(undefined as never)).toBe('');
  });
});
