import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

@WebSocketGateway({ path: '/news', cors: { origin: true, credentials: true } })
export class News {
  @SubscribeMessage('echo')
  answer(@MessageBody() text: string): string {
    return text;
  }
}
