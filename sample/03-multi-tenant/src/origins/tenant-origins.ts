import { Injectable } from '@nestjs/common';
import { type CorsOriginResolver, cachedOrigins } from 'nestjs-cors-policy';
import { tenantOf } from '../tenants/tenant-of.js';
import { OriginStore } from './origin-store.js';

/** Asks the store whether the origin belongs to the tenant of the request. */
@Injectable()
export class TenantOrigins implements CorsOriginResolver {
  constructor(private readonly store: OriginStore) {}

  isAllowed(origin: string, request: unknown): Promise<boolean> {
    return this.store.has(tenantOf(request), origin);
  }
}

/** Policies name this class. */
@Injectable()
export class CachedTenantOrigins extends cachedOrigins(TenantOrigins, {
  // The store reports its changes. The ttl is for changes that it does not report.
  ttl: 10_000,
  // Known origins stay allowed for this time while the store is unavailable.
  staleWhileError: 30_000,
  // The store's commands end sooner. This limit is for unexpected delays.
  timeout: 1_000,
  // Each tenant has decisions of its own.
  key: (_origin, request) => tenantOf(request),
}) {}
