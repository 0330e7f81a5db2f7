import type { ModulesContainer } from '@nestjs/core';
import type { ControllerType } from '../discovered-route.js';

// The metadata keys of the decorators of `@nestjs/websockets`.
const IS_GATEWAY = 'websockets:is_gateway';
const GATEWAY_OPTIONS = 'websockets:gateway_options';
const PORT = 'port';

/** A class with `@WebSocketGateway()`. */
export interface DiscoveredGateway {
  readonly type: ControllerType;
  /** 0 is the port of the application. */
  readonly port: number;
  /** As written in the decorator. */
  readonly path: string | undefined;
  /** Whether the decorator has a `cors` option. */
  readonly hasCors: boolean;
}

/** The gateways of an application, each once, in the order in which Nest connects them. */
export function exploreGateways(modules: ModulesContainer): DiscoveredGateway[] {
  const types = new Set<ControllerType>();
  for (const { providers } of modules.values()) {
    for (const { isNotMetatype, metatype } of providers.values()) {
      if (!isNotMetatype && isGateway(metatype)) types.add(metatype);
    }
  }
  return [...types].map(gatewayOf);
}

function isGateway(type: unknown): type is ControllerType {
  return typeof type === 'function' && Reflect.getMetadata(IS_GATEWAY, type) === true;
}

function gatewayOf(type: ControllerType): DiscoveredGateway {
  const port: unknown = Reflect.getMetadata(PORT, type);
  const options: unknown = Reflect.getMetadata(GATEWAY_OPTIONS, type);
  const { path, cors } = (options ?? {}) as { readonly path?: unknown; readonly cors?: unknown };
  return {
    type,
    port: typeof port === 'number' ? port : 0,
    path: typeof path === 'string' ? path : undefined,
    hasCors: cors !== undefined && cors !== false,
  };
}
