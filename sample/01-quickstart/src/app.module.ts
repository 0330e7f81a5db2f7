import { type DynamicModule, Module } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { CorsModule } from 'nestjs-cors-policy';
import { CorsExplorerModule } from 'nestjs-cors-policy/explorer';
import { CatalogueController } from './api/catalogue.controller.js';
import { DashboardController } from './api/dashboard.controller.js';
import { OrdersController } from './api/orders.controller.js';
import { SessionController } from './api/session.controller.js';
import { Sessions } from './api/sessions.js';
import { FlowRecorder } from './flow/flow-recorder.js';
import { HandlerMarkInterceptor } from './flow/handler-mark.interceptor.js';
import type { PageOrigins } from './origins.js';

@Module({})
export class AppModule {
  static for(origins: PageOrigins, recorder: FlowRecorder, explorer: boolean): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CorsModule.forRoot({
          // For routes without a decorator, and for paths without a route.
          defaults: { origin: origins.trusted, maxAge: 600 },
          policies: {
            partners: {
              origin: [origins.trusted],
              methods: ['GET', 'PUT'],
              allowedHeaders: ['Content-Type', 'X-Request-Id'],
              exposedHeaders: ['X-Request-Id'],
            },
          },
          debug: true,
        }),
        // A page for developers at /cors-explorer.
        ...(explorer ? [CorsExplorerModule.forRoot()] : []),
      ],
      controllers: [CatalogueController, OrdersController, SessionController, DashboardController],
      providers: [
        Sessions,
        { provide: FlowRecorder, useValue: recorder },
        { provide: APP_INTERCEPTOR, useClass: HandlerMarkInterceptor },
      ],
    };
  }
}
