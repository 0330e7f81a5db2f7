import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface';

export function corsOptionsFor(environment: string | undefined): CorsOptions {
  if (environment === 'production') {
    return { origin: ['https://app.example.com'], credentials: true };
  }
  return { origin: true, credentials: true };
}
