import type { INestApplication } from '@nestjs/common';
import type { CorsOriginResolver } from 'nestjs-cors-policy';
import type { CorsPage } from 'nestjs-cors-policy/testing';

export declare const app: INestApplication;
export declare const page: CorsPage;
export declare const tenants: { owns(origin: string): Promise<boolean> };
export declare function tenantOf(request: unknown): string;

export class TenantOrigins implements CorsOriginResolver {
  isAllowed(origin: string): Promise<boolean> {
    return tenants.owns(origin);
  }
}

/** Of `@nestjs/config`. */
export class ConfigModule {}
export declare class ConfigService {
  getOrThrow<T>(name: string, options?: { readonly infer?: T }): T;
}
