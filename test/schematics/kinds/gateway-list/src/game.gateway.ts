import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway(0, { path: '/game', transports: ['websocket'] })
export class Game {
  @SubscribeMessage('echo')
  answer(@MessageBody() text: string): string {
    return text;
  }
}
