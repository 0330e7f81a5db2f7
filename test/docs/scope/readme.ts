import type { INestApplication } from '@nestjs/common';
import type { CorsOriginResolver } from 'nestjs-cors-policy';

export declare const app: INestApplication;
export declare const tenants: { owns(origin: string): Promise<boolean> };

export class TenantOrigins implements CorsOriginResolver {
  isAllowed(origin: string): Promise<boolean> {
    return tenants.owns(origin);
  }
}
