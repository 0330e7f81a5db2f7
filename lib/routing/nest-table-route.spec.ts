import { discoveredRoute } from '../../test/routing/support/routes.js';
import { nestTableRoute } from './nest-table-route.js';

test('a Nest route has its hosts and versions in a table, at the path of the platform', () => {
  const route = discoveredRoute('GET', '/files/*', { hosts: ['a.example'], requestVersions: ['1'] });
  const { servesHost, ...others } = nestTableRoute(route, '/files/{*path}');

  expect(others).toEqual({ method: 'GET', path: '/files/{*path}', versions: ['1'], payload: route });
  expect(['a.example', 'b.example'].map(host => servesHost?.(host))).toEqual([true, false]);
});
