import type { RouteVersion } from './route-version.js';

/** A controller class; its constructor's parameters are the injector's business. */
export type ControllerType = abstract new (...args: never[]) => object;

export type ControllerMethod = (...args: never[]) => unknown;

/** A route as Nest will register it on the platform. */
export interface DiscoveredRoute {
  /** In upper case; `ALL` for `@All()`. */
  readonly method: string;
  /** With global prefix, module path and URI version, in the platform's syntax. */
  readonly path: string;
  /** The hosts that the controller is bound to, as written. */
  readonly hosts: readonly (string | RegExp)[] | undefined;
  /** The versions that the route serves, however they reach it. */
  readonly versions: readonly RouteVersion[] | undefined;
  /** Those of which the request has to ask for one; absent where the path tells it, or every version is served. */
  readonly requestVersions: readonly RouteVersion[] | undefined;
  readonly controller: ControllerType;
  /** The property of the controller that handles the route. */
  readonly methodName: string;
  /** The method as its class declares it, which carries the metadata. */
  readonly handler: ControllerMethod;
  /** The method as the instance has it: another function where a constructor binds it, or something wraps the instance. */
  readonly callback: ControllerMethod;
}

/** `CatsController.find`; of a gateway `ChatGateway`. */
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
