import { type DynamicModule, Module } from '@nestjs/common';
import { MemoryOriginStore } from './memory-origin-store.js';
import { OriginChanges } from './origin-changes.js';
import { OriginStore } from './origin-store.js';
import { RedisOriginStore } from './redis-origin-store.js';
import { readSeed } from './seed.js';
import { CachedTenantOrigins, TenantOrigins } from './tenant-origins.js';

/** The path is the same from `src` and from `dist`. */
const SEED = new URL('../../tenants.json', import.meta.url);

@Module({})
export class OriginsModule {
  /** Stores origins in Redis, or in memory if there is no address. */
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
