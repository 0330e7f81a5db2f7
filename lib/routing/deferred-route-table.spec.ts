import { jest } from '@jest/globals';
import { DeferredRouteTable } from './deferred-route-table.js';

test('the table is built on the first request, and rebuilt when there are more routes', () => {
  const routes = { size: 1 };
  const matching = { ignoresCase: false, ignoresLastSlash: true };
  const make = jest.fn(() => ({ methods: new Set(['GET']), matching, at: () => ({ find: () => [] }) }));
  const table = new DeferredRouteTable(matching, make, () => routes.size);
  const look = () => [table.at({ url: '/', hostname: '' }).find('GET'), [...table.methods]];

  expect(table.matching).toBe(matching);
  expect(make).not.toHaveBeenCalled();
  expect([look(), look()]).toEqual([
    [[], ['GET']],
    [[], ['GET']],
  ]);
  expect(make).toHaveBeenCalledTimes(1);
  routes.size = 2;
  look();
  expect(make).toHaveBeenCalledTimes(2);
});

test('a table whose routes do not change is built once', () => {
  const matching = { ignoresCase: true, ignoresLastSlash: true };
  const make = jest.fn(() => ({ methods: new Set(['GET']), matching, at: () => ({ find: () => [] }) }));
  const table = new DeferredRouteTable(matching, make);
  expect([[...table.methods], [...table.methods]]).toEqual([['GET'], ['GET']]);
  expect(make).toHaveBeenCalledTimes(1);
});
