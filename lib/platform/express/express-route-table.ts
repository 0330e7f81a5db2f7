import { type NestRouteTable, type TableRoute, OrderedRouteTable } from '../../routing/index.js';
import { nestTableRoute } from '../nest-table-route.js';
import type { ExpressInstance } from './express-instance.js';
import type { RegisteredRoute } from './express-routes.js';

type Payload = RegisteredRoute['discovered'];

/** The table of an Express application's routes, with the settings that its router was made with. */
export function expressRouteTable(
  { router }: ExpressInstance,
  registered: readonly RegisteredRoute[],
): NestRouteTable {
  const { caseSensitive = false, strict = false } = router;
  return new OrderedRouteTable<Payload>(registered.map(tableRoute), { caseSensitive, strict });
}

function tableRoute({ method, path, discovered }: RegisteredRoute): TableRoute<Payload> {
  if (discovered !== undefined) return nestTableRoute(discovered, path);
  return { method, path, servesHost: undefined, versions: undefined, payload: undefined };
}
