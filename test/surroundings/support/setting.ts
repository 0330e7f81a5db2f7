import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SETTINGS, isFastify } from '../../e2e/support/applications.js';

export const ON_EXPRESS = SETTINGS.filter(({ platform }) => platform === 'express');
export const ON_FASTIFY = SETTINGS.filter(({ platform }) => platform === 'fastify');

/** The application as a Fastify one, where the test started it on Fastify. */
export function fastifyOf(app: INestApplication): NestFastifyApplication {
  if (!isFastify(app)) throw new TypeError('The application is not on Fastify.');
  return app;
}
