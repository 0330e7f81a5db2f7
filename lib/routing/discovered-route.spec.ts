import { discoveredRoute } from '../../test/routing/support/routes.js';
import { handlerName, routeLabel } from './discovered-route.js';

test('a route is named by its handler, and told by its method, path and handler', () => {
  const route = discoveredRoute('GET', '/cats/:id');

  expect(handlerName(route)).toBe('CatsController.find');
  expect(routeLabel(route)).toBe('GET /cats/:id (CatsController.find)');
});
