import {
  ConnectedSocket,
  MessageBody,
  type OnGatewayInit,
  SubscribeMessage,
  WebSocketGateway,
  WebSocketServer,
  WsException,
} from '@nestjs/websockets';
import { CorsPolicy } from 'nestjs-cors-policy';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import { type Message, Messages } from './messages.js';
import { Sessions } from './sessions.js';

type ToServer = Record<'say', (text: string) => void>;
type ToPages = Record<'message', (message: Message) => void>;
type ChatServer = Server<ToServer, ToPages, DefaultEventsMap, { name: string }>;
type ChatSocket = Socket<ToServer, ToPages, DefaultEventsMap, { name: string }>;

const MOST_CHARACTERS = 500;

@CorsPolicy('chat')
@WebSocketGateway()
export class ChatGateway implements OnGatewayInit<ChatServer> {
  @WebSocketServer()
  private readonly server!: ChatServer;

  constructor(
    private readonly sessions: Sessions,
    private readonly messages: Messages,
  ) {}

  /** The policy has decided which pages may connect. The session decides which users. */
  afterInit(server: ChatServer): void {
    server.use((socket, next) => {
      const name = this.sessions.nameOf(socket.handshake.headers.cookie);
      if (name === undefined) {
        next(new Error('Log in first'));
        return;
      }
      socket.data.name = name;
      next();
    });
  }

  @SubscribeMessage('say')
  say(@ConnectedSocket() socket: ChatSocket, @MessageBody() text: unknown): void {
    if (typeof text !== 'string' || text.trim() === '' || text.length > MOST_CHARACTERS) {
      throw new WsException(`A message has 1 to ${MOST_CHARACTERS} characters`);
    }
    const { name } = socket.data;
    this.server.emit('message', this.messages.add({ from: name, page: pageOf(socket), text }));
  }
}

/** Polling begins with a GET, and browsers send no `Origin` with a GET to the page's own origin. */
function pageOf({ handshake: { headers } }: ChatSocket): string {
  return headers.origin ?? `http://${headers.host ?? ''}`;
}
