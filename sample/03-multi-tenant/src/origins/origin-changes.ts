import { Injectable } from '@nestjs/common';
import { OriginStore } from './origin-store.js';
import { CachedTenantOrigins } from './tenant-origins.js';

/** Removes origins from this instance's cache when any instance changes them. */
@Injectable()
export class OriginChanges {
  constructor(store: OriginStore, origins: CachedTenantOrigins) {
    store.watch(origin => {
      if (origin === undefined) origins.clear();
      else origins.forget(origin);
    });
  }
}
