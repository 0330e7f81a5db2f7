import type { RouteVersion } from './route-version.js';

/** A controller class. The parameters of its constructor are resolved by Nest. */
export type ControllerType = abstract new (...args: never[]) => object;

export type ControllerMethod = (...args: never[]) => unknown;

/** A route that Nest registers on the platform. */
export interface DiscoveredRoute {
  /** In upper case. `ALL` for `@All()`. */
  readonly method: string;
  /** Includes the global prefix, module path and URI version, in the platform's syntax. */
  readonly path: string;
  /** The `host` of the controller, as written. */
  readonly hosts: readonly (string | RegExp)[] | undefined;
  /**
   * The versions of the route, whether the path or the request carries them. Absent if it has none.
   */
  readonly versions: readonly RouteVersion[] | undefined;
  /**
   * The versions that a request must ask for itself, for example in a header. Absent if the path
   * contains the version, or if the route serves every version.
   */
  readonly requestVersions: readonly RouteVersion[] | undefined;
  readonly controller: ControllerType;
  /** The property of the controller that handles the route. */
  readonly methodName: string;
  /** The method of the class, which carries the metadata. */
  readonly handler: ControllerMethod;
  /**
   * The method of the instance. It is a different function if a constructor binds it or the
   * instance is wrapped.
   */
  readonly callback: ControllerMethod;
}

/** `CatsController.find`, or `ChatGateway` for a gateway. */
export function handlerName({
  controller,
  methodName,
}: Pick<DiscoveredRoute, 'controller' | 'methodName'>): string {
  return methodName === '' ? controller.name : `${controller.name}.${methodName}`;
}

/** `GET /cats/:id (CatsController.find)`. */
export function routeLabel(route: DiscoveredRoute): string {
  return `${route.method} ${route.path} (${handlerName(route)})`;
}
