import { Module } from '@nestjs/common';
import { AppConfigModule } from './config/app-config.module';
import { OrdersController } from './orders.controller';

@Module({
  imports: [AppConfigModule],
  controllers: [OrdersController],
})
export class AppModule {}
