#!/usr/bin/env node
import { surfaceOf } from './application-surface.js';
import { HELP, UsageError, readCommandLine } from './command-line.js';
import { surfaceTable } from './surface-table.js';

const STARTED = 0;
const NOT_STARTED = 1;
const WRONG_USAGE = 2;

/** Runs the command. What the application itself prints goes to standard error, so that the surface stands alone. */
async function run(args: readonly string[], print: (text: string) => void): Promise<number> {
  try {
    const command = readCommandLine(args);
    if (command === 'help') {
      print(HELP);
      return STARTED;
    }
    const routes = await surfaceOf(command);
    print(command.json ? `${JSON.stringify(routes, null, 2)}\n` : surfaceTable(routes));
    return STARTED;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n\n${HELP}`);
      return WRONG_USAGE;
    }
    process.stderr.write(`${describe(error)}\n`);
    return NOT_STARTED;
  }
}

/** A configuration error is made to be read; of any other, the place matters. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === 'CorsConfigurationError' ? error.message : (error.stack ?? error.message);
}

const { stdout, stderr } = process;
const output: string[] = [];
const write = stdout.write.bind(stdout);
stdout.write = stderr.write.bind(stderr);
void run(process.argv.slice(2), text => output.push(text)).then(code => {
  // An application that keeps handles open keeps the process alive: it ends here, once all is written.
  write(output.join(''), () => {
    stderr.write('', () => process.exit(code));
  });
});
