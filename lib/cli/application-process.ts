// The process in which the application starts. Its standard output is the standard error of the
// command.
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

/** A configuration error has a readable message. Other errors need their stack and their causes. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'CorsConfigurationError' ? error.message : inspect(error);
}

// This process ends with the command.
process.once('disconnect', () => process.exit());
// The channel to the command does not keep an idle application alive.
process.channel?.unref();

const answer = await answerTo(readApplication(process.argv.slice(2)));
process.send?.(answer, undefined, undefined, () => {
  // Open handles of the application would keep the process alive.
  process.exit();
});
