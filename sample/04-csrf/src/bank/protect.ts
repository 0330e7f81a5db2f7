import type { INestApplication } from '@nestjs/common';
import { CorsService } from 'nestjs-cors-policy';

/**
 * Enables Nest's CSRF protection for the origins that the policies allow with credentials, so there
 * is only one list of origins. Call it before `init()`.
 */
export function protect(app: INestApplication): void {
  app.enableCsrfProtection({ trustedOrigins: app.get(CorsService).trustedOrigins() });
}
