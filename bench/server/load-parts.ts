import type { AbstractHttpAdapter } from '@nestjs/core';
import { type BenchApplication, type BenchParts, needsLibrary } from './bench-application.js';
import { LOGGER } from './request-logs.js';

/** Imports the modules that the application of a measured server needs. */
export async function loadParts({ platform, variant, logger }: BenchApplication): Promise<BenchParts> {
  return {
    adapter: await adapterFor(platform, logger),
    library: needsLibrary(variant) ? await import('nestjs-cors-policy') : undefined,
  };
}

async function adapterFor(
  platform: BenchApplication['platform'],
  logger: boolean,
): Promise<AbstractHttpAdapter> {
  if (platform === 'express') {
    const { ExpressAdapter } = await import('@nestjs/platform-express');
    return new ExpressAdapter();
  }
  const { FastifyAdapter } = await import('@nestjs/platform-fastify');
  return new FastifyAdapter({ logger: logger && LOGGER });
}
