// Serves one application, and tells the process that started it how much processor time it has used.
import { type BenchApplication, createApplication } from './bench-application.js';

/** What the process is asked. */
export type Question = 'cpu' | 'stop';

/** What it answers. */
export type Answer = { readonly port: number } | { readonly cpuMicroseconds: number };

const options = JSON.parse(process.argv[2] ?? '{}') as BenchApplication;
const app = await createApplication(options);
await app.listen(0, '127.0.0.1');
const address: unknown = (app.getHttpServer() as { address(): unknown }).address();

process.on('message', (question: Question) => {
  if (question === 'stop') process.exit(0);
  const { user, system } = process.cpuUsage();
  answer({ cpuMicroseconds: user + system });
});
answer({ port: (address as { port: number }).port });

function answer(value: Answer): void {
  process.send?.(value);
}
