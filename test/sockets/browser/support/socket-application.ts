import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Controller, Get, Header, type INestApplication, Module, type Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { Context, GraphQLModule, Query, Resolver, Subscription } from '@nestjs/graphql';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { type OnGatewayConnection, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { Socket } from 'socket.io';
import type { WebSocket } from 'ws';
import { type SeenRequest, noteRequests } from '../../support/seen-requests.js';
import { CLIENTS, PAGE } from './page.js';
import { SubscriptionsDriver, type SubscriptionsOptions } from './subscriptions-driver.js';

/** The page as a gateway sees it: `with session=ada from https://app.test`. */
export type Connection = string;

export interface SocketApplication {
  readonly app: INestApplication<Server>;
  /** All requests, also those that are refused. */
  readonly seen: readonly SeenRequest[];
  /** The connections that the gateway and the subscriptions saw. */
  readonly connections: readonly Connection[];
}

/** The application's own page, which also opens the session. */
@Controller()
class PageController {
  @Header('Content-Type', 'text/html')
  @Header('Set-Cookie', 'session=ada; Path=/; HttpOnly; Secure; SameSite=None')
  @Get('page')
  page(): string {
    return PAGE;
  }

  @Header('Content-Type', 'text/javascript')
  @Get('clients.js')
  clients(): string {
    return CLIENTS;
  }
}

/** A gateway that tells its clients which cookies they came with. */
function chatGateway(path: string | undefined, connections: Connection[]): Type<OnGatewayConnection> {
  @WebSocketGateway(path === undefined ? {} : { path })
  class ChatGateway implements OnGatewayConnection {
    private readonly cookies = new WeakMap<object, string | undefined>();

    handleConnection(client: Socket | WebSocket, request?: IncomingMessage): void {
      const headers = 'handshake' in client ? client.handshake.headers : request?.headers;
      connections.push(connectionWith(headers));
      this.cookies.set(client, headers?.cookie);
    }

    @SubscribeMessage('cookies')
    tell(client: Socket | WebSocket): { event: string; data: string | undefined } {
      return { event: 'cookies', data: this.cookies.get(client) };
    }
  }
  return ChatGateway;
}

/** The context of a subscription, from graphql-ws. */
interface SubscriptionContext {
  readonly extra: { readonly request: IncomingMessage };
}

function resolver(connections: Connection[]): Type<object> {
  @Resolver()
  class CookiesResolver {
    @Query('nothing') nothing(): string {
      return '';
    }

    @Subscription('cookies')
    async *tell(@Context() { extra }: SubscriptionContext): AsyncGenerator<{ cookies: string | undefined }> {
      const { headers } = extra.request;
      connections.push(connectionWith(headers));
      yield await Promise.resolve({ cookies: headers.cookie });
    }
  }
  return CookiesResolver;
}

function connectionWith({ cookie, origin }: IncomingHttpHeaders = {}): Connection {
  return `with ${String(cookie)} from ${String(origin)}`;
}

function graphql(adapter: AbstractHttpAdapter): ReturnType<typeof GraphQLModule.forRoot> {
  const options = {
    typeDefs: 'type Query { nothing: String } type Subscription { cookies: String }',
    subscriptions: { 'graphql-ws': true },
    context: (context: unknown) => context,
  };
  return ['express', 'fastify'].includes(adapter.getType())
    ? GraphQLModule.forRoot<ApolloDriverConfig>({ ...options, driver: ApolloDriver })
    : GraphQLModule.forRoot<SubscriptionsOptions>({ ...options, driver: SubscriptionsDriver });
}

/**
 * Starts an application with a gateway of Socket.IO and subscriptions, or with a gateway of `ws`.
 *
 * @param origin the origin that may connect; absent: the module is not imported
 */
export async function startSocketApplication(
  adapter: AbstractHttpAdapter,
  sockets: 'Socket.IO' | 'ws',
  origin?: string,
): Promise<SocketApplication> {
  const connections: Connection[] = [];
  const gateway = chatGateway(sockets === 'ws' ? '/ws' : undefined, connections);
  if (origin !== undefined) CorsPolicy({ origin, credentials: true })(gateway);

  @Module({
    imports: [
      ...(origin === undefined ? [] : [CorsModule.forRoot({ paths: { '/graphql': { origin } } })]),
      ...(sockets === 'ws' ? [] : [graphql(adapter)]),
    ],
    controllers: [PageController],
    providers: [gateway, ...(sockets === 'ws' ? [] : [resolver(connections)])],
  })
  class RootModule {}

  const app = await NestFactory.create<INestApplication<Server>>(RootModule, adapter, {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  app.useWebSocketAdapter(sockets === 'ws' ? new WsAdapter(app) : new IoAdapter(app));
  await app.init();
  const seen = noteRequests(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  return { app, seen, connections };
}
