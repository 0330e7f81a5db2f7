import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';
import { Chat } from './chat.gateway';
import { Game } from './game.gateway';

@Module({
  imports: [],
  controllers: [OrdersController],
  providers: [Chat, Game],
})
export class AppModule {}
