import { Module } from '@nestjs/common';
import { TenantsModule } from './tenants/tenants.module';
import { OrdersController } from './orders.controller';

@Module({
  imports: [TenantsModule],
  controllers: [OrdersController],
})
export class AppModule {}
