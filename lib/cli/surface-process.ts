import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CorsRoute } from '../interfaces/index.js';
import { type NamedApplication, applicationArguments } from './named-application.js';

/** The result of the process in which the application starts. */
export type SurfaceAnswer =
  | { readonly kind: 'surface'; readonly routes: readonly CorsRoute[] }
  | { readonly kind: 'failure'; readonly text: string }
  | { readonly kind: 'wrong-usage'; readonly text: string };

const STDERR = 2;
/** @see https://nodejs.org/api/process.html#exit-codes */
const UNSETTLED_TOP_LEVEL_AWAIT = 13;

/**
 * Starts the application in a process of its own. Its standard output is the standard error of this
 * process, because loggers and child processes write past `process.stdout`. If the application ends
 * its process, the command can report that.
 */
export function askForSurface(application: NamedApplication): Promise<SurfaceAnswer> {
  return new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL('./application-process.js', import.meta.url));
    const child = fork(program, applicationArguments(application), {
      stdio: ['inherit', STDERR, STDERR, 'ipc'],
    });
    let answer: SurfaceAnswer | undefined;
    child.on('message', message => {
      if (isAnswer(message)) answer = message;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve(answer ?? { kind: 'failure', text: whyNothing(code, signal) });
    });
  });
}

function whyNothing(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `The signal ${signal} ended the application before it had started.`;
  if (code === UNSETTLED_TOP_LEVEL_AWAIT) {
    return 'The application does not start: it waits for something that never happens.';
  }
  return `The application ended its process before it had started, with exit code ${code ?? 'unknown'}.`;
}

// The application can send messages of its own.
function isAnswer(message: unknown): message is SurfaceAnswer {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  if (message.kind === 'surface') return 'routes' in message && Array.isArray(message.routes);
  return (
    (message.kind === 'failure' || message.kind === 'wrong-usage') &&
    'text' in message &&
    typeof message.text === 'string'
  );
}
