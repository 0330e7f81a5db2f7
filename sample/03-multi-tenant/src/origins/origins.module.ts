import { type DynamicModule, Module } from '@nestjs/common';
import { MemoryOriginStore } from './memory-origin-store.js';
import { OriginChanges } from './origin-changes.js';
import { OriginStore } from './origin-store.js';
import { RedisOriginStore } from './redis-origin-store.js';
import { readSeed } from './seed.js';
import { CachedTenantOrigins, TenantOrigins } from './tenant-origins.js';

/** Of the sample's own folder, from `src` and from `dist` alike. */
const SEED = new URL('../../tenants.json', import.meta.url);

@Module({})
export class OriginsModule {
  /** In Redis where there is an address, else in memory. */
  static for(redisUrl: string | undefined): DynamicModule {
    return {
      module: OriginsModule,
      providers: [
        {
          provide: OriginStore,
          useFactory: (): OriginStore =>
            redisUrl === undefined ? new MemoryOriginStore(readSeed(SEED)) : new RedisOriginStore(redisUrl),
        },
        TenantOrigins,
        CachedTenantOrigins,
        OriginChanges,
      ],
      exports: [OriginStore],
    };
  }
}
