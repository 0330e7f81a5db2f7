import 'reflect-metadata';
import { Injectable, Module, type Type } from '@nestjs/common';
import { type INestApplicationContext } from '@nestjs/common';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import { type GatewayMetadata, WebSocketGateway } from '@nestjs/websockets';
import { discoveredRoute, policyEntry } from '../../../test/routing/support/routes.js';
import { handlerName, routeLabel } from '../discovered-route.js';
import { EndpointPolicies } from './endpoint-policies.js';
import { exploreGateways } from './gateway-explorer.js';
import { gatewayRoute, isGatewayRoute } from './gateway-route.js';
import { isSameEndpoint, socketIoEndpoint, webSocketEndpoint } from './socket-endpoint.js';

let context: INestApplicationContext | undefined;

afterEach(() => context?.close());

async function explore(...roots: Type<unknown>[]) {
  @Module({ imports: roots })
  class Root {}
  context = await NestFactory.createApplicationContext(Root, { logger: false });
  return exploreGateways(context.get(ModulesContainer));
}

function moduleOf(...providers: NonNullable<Parameters<typeof Module>[0]['providers']>): Type<unknown> {
  @Module({ providers })
  class Provided {}
  return Provided;
}

describe('the gateways of an application', () => {
  it('are its providers with @WebSocketGateway(), each once', async () => {
    @WebSocketGateway()
    class ChatGateway {}
    @WebSocketGateway(8_081, { path: '/news' })
    class NewsGateway {}
    @Injectable()
    class PlainService {}
    class Derived extends ChatGateway {}

    const found = await explore(
      moduleOf(ChatGateway, PlainService, { provide: 'news', useClass: NewsGateway }, Derived),
      moduleOf(
        ChatGateway,
        // Nest connects only gateways that it creates itself.
        { provide: 'made', useFactory: () => new NewsGateway() },
        { provide: 'value', useValue: new ChatGateway() },
      ),
    );

    expect(found.map(({ type, port, path }) => [type.name, port, path])).toEqual([
      ['ChatGateway', 0, undefined],
      ['NewsGateway', 8_081, '/news'],
      // Metadata is inherited, as in Nest.
      ['Derived', 0, undefined],
    ]);
  });

  it.each<[unknown, unknown, { path: string | undefined; port: number; hasCors: boolean }]>([
    [undefined, undefined, { port: 0, path: undefined, hasCors: false }],
    [81, undefined, { port: 81, path: undefined, hasCors: false }],
    [81, { path: '/a', cors: true }, { port: 81, path: '/a', hasCors: true }],
    [
      { path: '/a', cors: { origin: 'https://a.example' } },
      undefined,
      { port: 0, path: '/a', hasCors: true },
    ],
    [{ cors: false }, undefined, { port: 0, path: undefined, hasCors: false }],
    [{ path: 1, cors: undefined }, undefined, { port: 0, path: undefined, hasCors: false }],
  ])('with @WebSocketGateway(%j, %j)', async (port, options, expected) => {
    class Gateway {}
    WebSocketGateway(port as number, options as GatewayMetadata)(Gateway);
    expect(await explore(moduleOf(Gateway))).toEqual([{ type: Gateway, ...expected }]);
  });

  it('may be marked without options', async () => {
    class Gateway {}
    Reflect.defineMetadata('websockets:is_gateway', true, Gateway);
    Reflect.defineMetadata('port', 'none', Gateway);
    expect(await explore(moduleOf(Gateway))).toEqual([
      { type: Gateway, port: 0, path: undefined, hasCors: false },
    ]);
  });
});

describe('an endpoint', () => {
  it.each([
    ['/socket.io/', true],
    ['/socket.io/?EIO=4', true],
    ['/socket.io/deep/er', true],
    ['/socket.io', false],
    ['/socket.io?EIO=4', false],
    ['/Socket.io/', false],
    ['http://api.example/socket.io/', false],
  ])('of Socket.IO takes %s: %p', (url, takes) => {
    expect(socketIoEndpoint(0, '/socket.io', '/socket.io/').serves(url)).toBe(takes);
  });

  it.each([
    ['/chat', true],
    ['/chat?room=1', true],
    ['/a/../chat', true],
    ['http://api.example/chat', true],
    ['/chat/', false],
    ['/Chat', false],
    ['/chat/more', false],
    ['http://:', false],
  ])('of ws takes %s: %p', (url, takes) => {
    expect(webSocketEndpoint(0, '/chat').serves(url)).toBe(takes);
  });
});

describe('an endpoint of ws without a path', () => {
  it.each(['/', '/any/where', 'http://:'])('takes %s', url => {
    expect(webSocketEndpoint(8_081, '/', true).serves(url)).toBe(true);
  });
});

describe('two endpoints', () => {
  it.each([
    [webSocketEndpoint(0, '/chat'), true],
    [webSocketEndpoint(1, '/chat'), false],
    [webSocketEndpoint(0, '/news'), false],
    [socketIoEndpoint(0, '/chat', '/chat/'), false],
  ])('%j is the endpoint of ws clients at /chat: %p', (other, same) => {
    expect(isSameEndpoint(webSocketEndpoint(0, '/chat'), other)).toBe(same);
  });
});

describe('the route of a gateway', () => {
  class ChatGateway {}
  const gateway = { type: ChatGateway, port: 8_081, path: '/chat', hasCors: false };
  const endpoint = webSocketEndpoint(8_081, '/chat');
  const route = gatewayRoute(gateway, endpoint);

  it('is GET with the path of the endpoint, and has the name of the class', () => {
    expect(route).toMatchObject({ method: 'GET', path: '/chat', port: 8_081, gateway });
    expect(handlerName(route)).toBe('ChatGateway');
    expect(routeLabel(route)).toBe('GET /chat (ChatGateway)');
  });

  it('does nothing when it is called, because the server of the gateway answers', () => {
    expect(route.callback()).toBeUndefined();
  });

  it.each([
    [undefined, false],
    [{ key: '/chat', isUnmanaged: false }, false],
    [{ key: '/chat', isUnmanaged: true }, true],
  ])('has the policy of its endpoint at every path, with the key %j', (key, isUnmanaged) => {
    const entry = policyEntry({ origin: 'https://app.example' });
    const policies = new EndpointPolicies(endpoint, [route], entry, key);
    expect(policies.at.isUnmanaged).toBe(isUnmanaged);
    expect(policies.at.entriesOf(undefined)).toEqual([entry]);
    expect(policies.at.policiesOf(route)).toEqual([entry.policy]);
  });
});

test('a route of a gateway is distinguished from others', () => {
  const gateway = { type: class ChatGateway {}, port: 0, path: undefined, hasCors: false };
  const route = gatewayRoute(gateway, webSocketEndpoint(0, '/chat'));
  expect([route, discoveredRoute('GET', '/chat'), undefined].map(isGatewayRoute)).toEqual([
    true,
    false,
    false,
  ]);
  // No method of the class accepts a handshake.
  expect(route.handler()).toBeUndefined();
});
