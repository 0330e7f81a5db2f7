import { Injectable } from '@nestjs/common';
import { OriginStore } from './origin-store.js';
import { CachedTenantOrigins } from './tenant-origins.js';

/** Makes this instance forget what any instance changed. */
@Injectable()
export class OriginChanges {
  constructor(store: OriginStore, origins: CachedTenantOrigins) {
    store.watch(origin => {
      if (origin === undefined) origins.clear();
      else origins.forget(origin);
    });
  }
}
