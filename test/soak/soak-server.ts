// One instance of sample/03-multi-tenant, in a process of its own.
import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { startMultiTenant } from '../../sample/03-multi-tenant/src/multi-tenant.js';
import { ADMIN_TOKEN } from './settings.js';
import type { SoakMemory, SoakMessage } from './soak-messages.js';

const MOST_FAULTS = 20;
const faults: string[] = [];
const note = (kind: string, cause: unknown): void => {
  if (faults.length < MOST_FAULTS)
    faults.push(`${kind}: ${cause instanceof Error ? String(cause.stack) : String(cause)}`);
};
process.on('unhandledRejection', cause => {
  note('unhandled rejection', cause);
});
process.on('uncaughtException', cause => {
  note('uncaught exception', cause);
});
process.on('warning', warning => {
  if (warning.name !== 'ExperimentalWarning') note('warning', warning);
});

const [platform, redisUrl] = process.argv.slice(2);
const { app, port } = await startMultiTenant({
  platform: platform === 'fastify' ? 'fastify' : 'express',
  port: 0,
  adminToken: ADMIN_TOKEN,
  logger: ['error', 'fatal'],
  ...(redisUrl === undefined ? {} : { redisUrl }),
});

// To see the run find a leak.
const leaked: unknown[] = [];
if (process.env.SOAK_LEAK === '1') {
  app.getHttpServer().on('request', ({ headers }) => void leaked.push(headers));
}

async function memory(): Promise<SoakMemory> {
  // The second collection frees objects that only finalizers hold.
  globalThis.gc?.();
  await setImmediate();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { live: heapUsed + external, rss, faults };
}

function tell(message: SoakMessage): void {
  process.send?.(message);
}

process.on('message', () => {
  void memory().then(measured => {
    tell({ kind: 'memory', ...measured });
  });
});
process.on('disconnect', () => {
  process.exit(0);
});
tell({ kind: 'listening', port });
