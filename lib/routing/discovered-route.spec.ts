import { discoveredRoute } from '../../test/routing/support/routes.js';
import { handlerName, routeLabel } from './discovered-route.js';

test('a route has its handler as name, and its method, path and handler as label', () => {
  const route = discoveredRoute('GET', '/cats/:id');

  expect(handlerName(route)).toBe('CatsController.find');
  expect(routeLabel(route)).toBe('GET /cats/:id (CatsController.find)');
});
