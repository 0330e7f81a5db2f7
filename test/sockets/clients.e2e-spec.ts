import { Module, type Type } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import type { Server, ServerOptions } from 'socket.io';
import { serve } from '../e2e/support/served.js';
import { APP, EVIL, PARTNER } from '../paths/support/behind-paths.js';
import { EVERY_PLATFORM } from '../paths/support/every-platform.js';
import { TRANSPORTS, type Transports, visitSocketIo, visitWebSocket } from './support/clients.js';
import { pollingPath } from './support/handshake.js';
import { visitedGateway } from './support/visited.js';

const FORBIDDEN = /403/;

/** Adds options to those of the gateways. */
class AddingAdapter extends IoAdapter {
  override createIOServer(port: number, options?: ServerOptions): Server {
    return super.createIOServer(port, { ...options, pingInterval: 10_000 } as ServerOptions);
  }
}

/** Takes nothing of what the gateways say. */
class ReplacingAdapter extends IoAdapter {
  override createIOServer(port: number): Server {
    return super.createIOServer(port, {
      path: '/live',
      cors: { origin: '*' },
      allowRequest: (_request: unknown, done: (error: null, allowed: boolean) => void) => {
        done(null, true);
      },
    } as unknown as ServerOptions);
  }
}

class OwnWsAdapter extends WsAdapter {
  override create(port: number, options: Record<string, unknown> & { path?: string }): unknown {
    return super.create(port, { ...options, maxPayload: 1_024 }) as unknown;
  }
}

function rootOf(options: CorsModuleOptions, providers: readonly Type<object>[]) {
  @Module({ imports: [CorsModule.forRoot(options)], providers: [...providers] })
  class RootModule {}
  return RootModule;
}

describe.each(EVERY_PLATFORM)('on $name', ({ setting, adapter, interceptor }) => {
  const start = (
    socketAdapter: new (app: never) => IoAdapter | WsAdapter,
    providers: readonly Type<object>[],
    options: CorsModuleOptions = {},
  ) =>
    serve(setting, () => rootOf({ interceptor, defaults: { origin: APP }, ...options }, providers), {
      ...(adapter === undefined ? {} : { adapter: adapter() }),
      configure: app => {
        app.useWebSocketAdapter(new socketAdapter(app as never));
      },
    });

  describe.each([
    ['IoAdapter', IoAdapter, '/socket.io'],
    ['a subclass that adds options', AddingAdapter, '/socket.io'],
    ['a subclass that replaces the options', ReplacingAdapter, '/live'],
  ])('clients of Socket.IO, with %s', (_name, ioAdapter, path) => {
    const chat = visitedGateway('ChatGateway', {}, [CorsPolicy({ origin: PARTNER, credentials: true })]);
    const rooms = visitedGateway('RoomsGateway', { namespace: 'rooms' });
    const served = start(ioAdapter, [chat.type, rooms.type]);
    const visit = (origin: string | undefined, transports: Transports, namespace = '') =>
      visitSocketIo(`${served().url}${namespace}`, origin, transports, { path });

    beforeEach(() => {
      chat.visitors.length = 0;
      rooms.visitors.length = 0;
    });

    test.each(Object.keys(TRANSPORTS) as Transports[])('%s: messages flow', async transports => {
      const transport = transports === 'polling' ? 'polling' : 'websocket';
      expect(await visit(PARTNER, transports)).toEqual({ answer: 'pong', transport });
      // A client that is no browser.
      expect(await visit(undefined, transports)).toEqual({ answer: 'pong', transport });
      expect(chat.visitors).toEqual([PARTNER, undefined]);
      expect(rooms.visitors).toEqual([]);
    });

    test('a namespace has the policy of the gateway on the same path', async () => {
      expect(await visit(PARTNER, 'websocket', '/rooms')).toMatchObject({ answer: 'pong' });
      expect(await visit(APP, 'websocket', '/rooms')).toMatchObject({ answer: undefined });
      expect(rooms.visitors).toEqual([PARTNER]);
    });

    test.each([EVIL, APP, 'null'])('websocket: %s never reaches the gateway', async origin => {
      const { answer, error } = await visit(origin, 'websocket');
      expect([answer, error]).toEqual([undefined, expect.stringMatching(FORBIDDEN)]);
      expect(chat.visitors).toEqual([]);
    });

    test('an upgrade is refused although the client polls already, since it is no browser', async () => {
      expect(await visit(EVIL, 'polling, then an upgrade')).toEqual({
        answer: 'pong',
        transport: 'polling',
      });
    });

    test('polling: in a browser, a page reads only the answer for its origin', async () => {
      const browser = new CorsBrowser(served().app);
      const poll = async (origin: string): Promise<string> => {
        const { outcome, response } = await browser
          .open(origin)
          .fetch(pollingPath(path), { credentials: 'include' });
        return outcome === 'readable' ? String(response?.body) : outcome;
      };
      expect(await poll(PARTNER)).toContain('"sid":');
      expect(await poll(APP)).toBe('blocked');
      expect(await poll(EVIL)).toBe('blocked');
      await browser.close();
    });
  });

  describe.each([
    ['WsAdapter', WsAdapter],
    ['a subclass', OwnWsAdapter],
  ])('clients of ws, with %s', (_name, wsAdapter) => {
    const chat = visitedGateway('ChatGateway', { path: '/chat' }, [CorsPolicy({ origin: PARTNER })]);
    const news = visitedGateway('NewsGateway', { path: '/news' });
    const served = start(wsAdapter, [chat.type, news.type]);

    test('messages flow for the origin of each path, and no other origin reaches the gateway', async () => {
      const visit = (path: string, origin?: string) => visitWebSocket(`${served().url}${path}`, origin);
      const refused = { answer: undefined, error: expect.stringMatching(FORBIDDEN) as unknown };
      expect(await visit('/chat', PARTNER)).toEqual({ answer: 'pong' });
      expect(await visit('/chat?room=1')).toEqual({ answer: 'pong' });
      expect(await visit('/news', APP)).toEqual({ answer: 'pong' });
      for (const origin of [APP, EVIL, 'null']) expect(await visit('/chat', origin)).toEqual(refused);
      for (const origin of [PARTNER, EVIL, 'null']) expect(await visit('/news', origin)).toEqual(refused);
      expect(await visit('/elsewhere', EVIL)).toEqual(refused);
      expect((await visit('/elsewhere', APP)).error).toBe('socket hang up');
      expect([chat.visitors, news.visitors]).toEqual([[PARTNER, undefined], [APP]]);
    });
  });
});
