import type { INestApplication, WebSocketAdapter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { strictEqual } from 'node:assert';
import type { AddressInfo, Server } from 'node:net';
import { createAdapter } from '../adapter.js';
import { APP, STRANGER, TENANT } from '../origins.js';
import { SocketsModule } from './sockets.module.js';
import { send } from '../wire.js';

interface SocketLibrary {
  readonly name: string;
  readonly create: (app: INestApplication) => WebSocketAdapter;
  readonly path: string;
  /** Where Socket.IO takes requests that poll. */
  readonly polling?: string;
}

const LIBRARIES: readonly SocketLibrary[] = [
  { name: 'ws', create: app => new WsAdapter(app), path: '/' },
  {
    name: 'Socket.IO',
    create: app => new IoAdapter(app),
    path: '/socket.io/?EIO=4&transport=websocket',
    polling: '/socket.io/?EIO=4&transport=polling',
  },
];

const UPGRADE = [
  ['Connection', 'Upgrade'],
  ['Upgrade', 'websocket'],
  ['Sec-WebSocket-Version', '13'],
  ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
] as const;

/** Without Origin, a client is not a browser. */
const HANDSHAKES = [
  [undefined, 101],
  [APP, 101],
  [TENANT, 101],
  [STRANGER, 403],
  ['null', 403],
] as const;

/** Opens WebSockets over real sockets. */
export async function checkHandshakes(): Promise<number> {
  let count = 0;
  for (const { name, create, path, polling } of LIBRARIES) {
    const app = await NestFactory.create(SocketsModule, createAdapter(), {
      logger: false,
      abortOnError: false,
    });
    app.useWebSocketAdapter(create(app));
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    for (const [from, status] of HANDSHAKES) {
      const origin = from === undefined ? [] : [['Origin', from] as const];
      const title = `a handshake with ${name} from ${from ?? 'no origin'}`;
      const response = await send(port, { method: 'GET', path, headers: [...UPGRADE, ...origin] });
      strictEqual(response.status, status, title);
      count += 1;
      if (polling === undefined) continue;
      const polled = await send(port, { method: 'GET', path: polling, headers: origin });
      const readableBy = status === 101 ? from : undefined;
      strictEqual(polled.headers['access-control-allow-origin'], readableBy, `${title}, polling`);
      count += 1;
    }
    await app.close();
  }
  return count;
}
