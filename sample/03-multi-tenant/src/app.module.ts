import { type DynamicModule, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { ADMIN_TOKEN } from './admin/admin.guard.js';
import { OriginsController } from './admin/origins.controller.js';
import { NotesController } from './api/notes.controller.js';
import { OriginsModule } from './origins/origins.module.js';
import { CachedTenantOrigins } from './origins/tenant-origins.js';

@Module({})
export class AppModule {
  static for({ redisUrl, adminToken }: { redisUrl?: string; adminToken: string }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        OriginsModule.for(redisUrl),
        CorsModule.forRoot({ defaults: { origin: CachedTenantOrigins, credentials: true } }),
      ],
      controllers: [NotesController, OriginsController],
      providers: [{ provide: ADMIN_TOKEN, useValue: adminToken }],
    };
  }
}
