import { MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';

const ORIGINS = process.env.CORS_ORIGINS?.split(',') ?? ['https://app.example.com'];

@WebSocketGateway({
  namespace: 'chat',
  cors: { origin: ORIGINS, credentials: true, methods: ['GET', 'POST'] },
})
export class Chat {
  @SubscribeMessage('echo')
  answer(@MessageBody() text: string): string {
    return text;
  }
}
