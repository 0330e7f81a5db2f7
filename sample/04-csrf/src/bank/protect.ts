import type { INestApplication } from '@nestjs/common';
import { CorsService } from 'nestjs-cors-policy';

/** Nest's CSRF protection, with the origins that the policies allow with credentials: one list, not two. Before `init()`. */
export function protect(app: INestApplication): void {
  app.enableCsrfProtection({ trustedOrigins: app.get(CorsService).trustedOrigins() });
}
