import { Injectable } from '@nestjs/common';
import { type CorsOriginResolver, cachedOrigins } from 'nestjs-cors-policy';
import { tenantOf } from '../tenants/tenant-of.js';
import { OriginStore } from './origin-store.js';

/** Asks the store whether the origin is one of the tenant's that the request is for. */
@Injectable()
export class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly store: OriginStore) {}

  isAllowed(origin: string, request: unknown): Promise<boolean> {
    return this.store.has(tenantOf(request), origin);
  }
}

/** The rule that policies name. */
@Injectable()
export class CachedTenantOrigins extends cachedOrigins(TenantOrigins, {
  // Changes are told, so that this is for what was changed behind the application's back.
  ttl: 10_000,
  // How long known origins are served on while the store is gone.
  staleWhileError: 30_000,
  // The store's commands end sooner; this is for what nobody thought of.
  timeout: 1_000,
  // One tenant's decision is not another's.
  key: (_origin, request) => tenantOf(request),
}) {}
