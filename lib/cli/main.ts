#!/usr/bin/env node
import { HELP, UsageError, readCommandLine } from './command-line.js';
import { askForSurface } from './surface-process.js';
import { surfaceTable } from './surface-table.js';

const STARTED = 0;
const NOT_STARTED = 1;
const WRONG_USAGE = 2;

async function run(args: readonly string[]): Promise<number> {
  try {
    const command = readCommandLine(args);
    if (command === 'help') {
      process.stdout.write(HELP);
      return STARTED;
    }
    const answer = await askForSurface(args);
    if (answer.kind === 'wrong-usage') throw new UsageError(answer.text);
    if (answer.kind === 'failure') {
      process.stderr.write(`${answer.text}\n`);
      return NOT_STARTED;
    }
    const { routes } = answer;
    process.stdout.write(command.json ? `${JSON.stringify(routes, null, 2)}\n` : surfaceTable(routes));
    return STARTED;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
}

process.exitCode = await run(process.argv.slice(2));
