import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway({ path: '/game', cors: { origin: '*' } })
export class Game {
  @SubscribeMessage('echo')
  answer(@MessageBody() text: string): string {
    return text;
  }
}
