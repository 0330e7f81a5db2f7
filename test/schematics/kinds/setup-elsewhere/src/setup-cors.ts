import type { INestApplication } from '@nestjs/common';

const ORIGINS = ['https://app.example.com'];

export function setupCors(app: INestApplication): void {
  app.enableCors({ origin: ORIGINS, credentials: true });
}
