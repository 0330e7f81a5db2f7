// The process in which the application starts. Its standard output is the command's standard error.
import { inspect } from 'node:util';
import { surfaceOf } from './application-surface.js';
import { type NamedApplication, readApplication } from './named-application.js';
import type { SurfaceAnswer } from './surface-process.js';
import { UsageError } from './usage-error.js';

async function answerTo(application: NamedApplication): Promise<SurfaceAnswer> {
  try {
    return { kind: 'surface', routes: await surfaceOf(application) };
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'wrong-usage', text: error.message };
    return { kind: 'failure', text: describe(error) };
  }
}

/** A configuration error is made to be read; of any other, the place matters, and what caused it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'CorsConfigurationError' ? error.message : inspect(error);
}

// When the command is ended, so is this.
process.once('disconnect', () => process.exit());
// And the command does not keep an application alive that has nothing left to do.
process.channel?.unref();

const answer = await answerTo(readApplication(process.argv.slice(2)));
process.send?.(answer, undefined, undefined, () => {
  // An application that keeps handles open would keep the process alive.
  process.exit();
});
