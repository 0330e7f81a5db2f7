import { Module } from '@nestjs/common';
import { OrdersController } from './orders.controller';
import { PublicController } from './public.controller';

@Module({
  imports: [],
  controllers: [OrdersController, PublicController],
})
export class AppModule {}
