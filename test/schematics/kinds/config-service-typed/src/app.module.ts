import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { configuration } from './config/configuration';
import { OrdersController } from './orders.controller';

@Module({
  imports: [ConfigModule.forRoot({ load: [configuration] })],
  controllers: [OrdersController],
})
export class AppModule {}
