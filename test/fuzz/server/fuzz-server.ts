// The process that receives the traffic of the fuzz run. It has all applications, and is separate
// from the memory and errors of the run.
import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { FUZZ_SETTINGS } from '../settings.js';
import { startFuzzApplication } from './fuzz-application.js';
import type { ServerMessage, ServerReport } from './server-messages.js';

const MOST_FAULTS = 20;
const LEAK = Number(process.argv[2]);
const kept: number[][] = [];
const faults: string[] = [];

function recordFault(kind: string, cause: unknown): void {
  if (faults.length < MOST_FAULTS) {
    faults.push(`${kind}: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}`);
  }
}

function tell(message: ServerMessage): void {
  process.send?.(message);
}

function serverOf(app: INestApplication): Server {
  return app.getHttpServer() as Server;
}

/** Eight bytes a number, none of them a small integer, which V8 would store otherwise. */
function leak(): void {
  kept.push(Array.from({ length: LEAK / 8 }, (_, index) => index + 0.5));
}

async function report(apps: readonly INestApplication[]): Promise<ServerReport> {
  for (const app of apps) serverOf(app).closeAllConnections();
  // Pending predicates end, and the second collection frees objects that only finalizers hold.
  await sleep(200);
  globalThis.gc?.();
  await sleep(50);
  globalThis.gc?.();
  return { heapUsed: process.memoryUsage().heapUsed, faults };
}

const apps: INestApplication[] = [];
for (const setting of FUZZ_SETTINGS) apps.push(await startFuzzApplication(setting));
if (LEAK > 0) for (const app of apps) serverOf(app).on('request', leak);

// From here on: what goes wrong before ends the process.
process.on('unhandledRejection', cause => {
  recordFault('unhandled rejection', cause);
});
process.on('uncaughtException', cause => {
  recordFault('uncaught exception', cause);
});
process.on('warning', warning => {
  if (warning.name !== 'ExperimentalWarning') recordFault('warning', warning);
});

process.on('message', () => {
  void report(apps).then(told => {
    tell({ kind: 'report', ...told });
  });
});
process.on('disconnect', () => {
  process.exit(0);
});
tell({ kind: 'listening', ports: apps.map(app => (serverOf(app).address() as AddressInfo).port) });
