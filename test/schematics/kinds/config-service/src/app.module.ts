import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { OrdersController } from './orders.controller';

@Module({
  imports: [ConfigModule.forRoot()],
  controllers: [OrdersController],
})
export class AppModule {}
