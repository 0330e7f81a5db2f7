// Serves one application, and reports the used processor time to the process that started it.
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BenchApplication, createApplication } from './bench-application.js';
import { loadParts } from './load-parts.js';
import type { BenchRequest } from './measured-server.js';
import { MemoryConnection } from './memory-connection.js';

/** The commands of the process: report the used processor time, end, or send requests to itself. */
export type Question = 'cpu' | 'stop' | { readonly request: BenchRequest; readonly amount: number };

/** The answers of the process. */
export type Answer = { readonly port: number } | { readonly cpuMicroseconds: number };

const options = JSON.parse(process.argv[2] ?? '{}') as BenchApplication;
const app = await createApplication(options, await loadParts(options));
await app.listen(0, '127.0.0.1');
const server = app.getHttpServer() as Server;
/** Enough connections that each request has a small share of the cost of the event loop. */
const MEMORY_CONNECTIONS = 20;
let connections: readonly MemoryConnection[] | undefined;

process.on('message', (question: Question) => {
  if (question === 'stop') process.exit(0);
  void answerTo(question);
});
answer({ port: (server.address() as AddressInfo).port });

async function answerTo(question: Exclude<Question, 'stop'>): Promise<void> {
  if (question === 'cpu') {
    answer({ cpuMicroseconds: cpuMicroseconds() });
    return;
  }
  connections ??= Array.from({ length: MEMORY_CONNECTIONS }, () => new MemoryConnection(server));
  const each = Math.ceil(question.amount / connections.length);
  const before = cpuMicroseconds();
  await Promise.all(connections.map(connection => connection.answer(question.request, each)));
  answer({ cpuMicroseconds: cpuMicroseconds() - before });
}

function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function answer(value: Answer): void {
  process.send?.(value);
}
