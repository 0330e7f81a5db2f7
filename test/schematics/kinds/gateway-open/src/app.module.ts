import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';
import { Chat } from './chat.gateway';
import { Game } from './game.gateway';
import { News } from './news.gateway';
import { Feed } from './feed.gateway';

@Module({
  imports: [],
  controllers: [OrdersController],
  providers: [Chat, Game, News, Feed],
})
export class AppModule {}
