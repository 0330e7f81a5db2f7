import { type DynamicModule, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { CorsExplorerModule } from 'nestjs-cors-policy/explorer';
import { CatalogueController } from './api/catalogue.controller.js';
import { CatalogueV2Controller } from './api/catalogue-v2.controller.js';
import { DashboardController } from './api/dashboard.controller.js';
import { OrdersController } from './api/orders.controller.js';
import { OrdersV1Controller } from './api/orders-v1.controller.js';
import { SessionController } from './api/session.controller.js';
import { APP, PARTNERS } from './origins.js';

const development: DynamicModule[] =
  process.env.NODE_ENV === 'production' ? [] : [CorsExplorerModule.forRoot()];

@Module({
  imports: [
    CorsModule.forRoot({
      // For paths without a decorator: 404s, static files, Fastify's own routes, malformed URLs.
      defaults: { origin: APP },
      policies: {
        partners: {
          origin: PARTNERS,
          allowedHeaders: ['Content-Type', 'X-Request-Id'],
          exposedHeaders: ['X-Request-Id'],
          maxAge: 600,
        },
      },
    }),
    ...development,
  ],
  controllers: [
    CatalogueController,
    CatalogueV2Controller,
    OrdersV1Controller,
    OrdersController,
    DashboardController,
    SessionController,
  ],
})
export class AppModule {}
