import type { INestApplication } from '@nestjs/common';
import type { Platform } from './bench-application.js';

/**
 * Log options with a stream that discards. They measure the cost of a log in the process, not that
 * of the disk.
 */
export const LOGGER = { level: 'info', stream: { write: () => undefined } } as const;

/**
 * Logs each request on Express with the same pino as Fastify's own logger. It comes after
 * `enableCors()`, so that no variant logs its preflights. Before it, the logger would make the
 * preflights of `enableCors()` slower, and the module would look better.
 */
export async function addRequestLogger(app: INestApplication, platform: Platform): Promise<void> {
  if (platform !== 'express') return;
  const { pinoHttp } = await import('pino-http');
  app.use(pinoHttp(LOGGER));
}
