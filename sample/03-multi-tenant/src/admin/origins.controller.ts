import { Controller, Delete, Get, HttpCode, Put, Query, UseFilters, UseGuards } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { OriginStore } from '../origins/origin-store.js';
import { Tenant } from '../tenants/tenant.decorator.js';
import { AdminGuard } from './admin.guard.js';
import { OriginPipe } from './origin.pipe.js';
import { StoreFailureFilter } from './store-failure.filter.js';

/** A tenant's origins, for administrators. Pages of other origins have no access. */
@CorsPolicy(false)
@UseGuards(AdminGuard)
@UseFilters(StoreFailureFilter)
@Controller('admin/origins')
export class OriginsController {
  constructor(private readonly store: OriginStore) {}

  @Get()
  list(@Tenant() tenant: string): Promise<string[]> {
    return this.store.list(tenant);
  }

  @Put()
  @HttpCode(204)
  allow(@Tenant() tenant: string, @Query('origin', OriginPipe) origin: string): Promise<void> {
    return this.store.allow(tenant, origin);
  }

  @Delete()
  @HttpCode(204)
  revoke(@Tenant() tenant: string, @Query('origin', OriginPipe) origin: string): Promise<void> {
    return this.store.revoke(tenant, origin);
  }
}
