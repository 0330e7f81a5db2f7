import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway({ namespace: 'game', cors: '*' as never })
export class Game {
  @SubscribeMessage('echo')
  answer(@MessageBody() text: string): string {
    return text;
  }
}
