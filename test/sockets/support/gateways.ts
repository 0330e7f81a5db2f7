import type { INestApplication, Type } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { type GatewayMetadata, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

/** A WebSocket adapter of Nest, and how its clients find a gateway without a path. */
export interface SocketAdapter {
  readonly name: 'IoAdapter' | 'WsAdapter';
  readonly use: (app: INestApplication) => void;
  /** The request target of a handshake with a gateway. */
  readonly target: (path?: string) => string;
}

export const SOCKET_ADAPTERS: readonly SocketAdapter[] = [
  {
    name: 'IoAdapter',
    use: app => app.useWebSocketAdapter(new IoAdapter(app)),
    target: path => `${path ?? '/socket.io'}/?EIO=4&transport=websocket`,
  },
  {
    name: 'WsAdapter',
    use: app => app.useWebSocketAdapter(new WsAdapter(app)),
    target: path => path ?? '/',
  },
];

/** A gateway that answers `ping`, with decorators. */
export function gateway(
  name: string,
  options: GatewayMetadata = {},
  decorators: readonly ClassDecorator[] = [],
  port = 0,
): Type<object> {
  class Gateway {
    ping(): string {
      return 'pong';
    }
  }
  Object.defineProperty(Gateway, 'name', { value: name });
  const descriptor = Object.getOwnPropertyDescriptor(Gateway.prototype, 'ping');
  if (descriptor !== undefined) SubscribeMessage('ping')(Gateway.prototype, 'ping', descriptor);
  WebSocketGateway(port, options)(Gateway);
  for (const decorate of decorators) decorate(Gateway);
  return Gateway;
}
