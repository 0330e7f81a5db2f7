import { Module } from '@nestjs/common';
import { WebSocketGateway } from '@nestjs/websockets';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { APP, TENANT } from '../origins.js';

@CorsPolicy({ origin: [APP, async origin => Promise.resolve(origin === TENANT)] })
@WebSocketGateway()
export class ChatGateway {}

@Module({ imports: [CorsModule.forRoot()], providers: [ChatGateway] })
export class SocketsModule {}
