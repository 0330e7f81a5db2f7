#!/usr/bin/env node
import { runCheck } from './check-command.js';
import { HELP } from './command-help.js';
import { readCommandLine } from './command-line.js';
import { runRoutes } from './routes-command.js';
import { UsageError } from './usage-error.js';

const DONE = 0;
const WRONG_USAGE = 2;

async function run(args: readonly string[]): Promise<number> {
  try {
    const command = readCommandLine(args);
    if (command === 'help') {
      process.stdout.write(HELP);
      return DONE;
    }
    return command.command === 'check' ? await runCheck(command) : await runRoutes(command);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
}

// A reader that has seen enough, such as `head`, closes the pipe.
process.stdout.on('error', () => process.exit());

void run(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
