#!/usr/bin/env node
import { runCheck } from './check-command.js';
import { HELP } from './command-help.js';
import { readCommandLine } from './command-line.js';
import { runRoutes } from './routes-command.js';
import { readFileSync } from 'node:fs';
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
    if (command === 'version') {
      process.stdout.write(`${versionOfPackage()}\n`);
      return DONE;
    }
    return command.command === 'check' ? await runCheck(command) : await runRoutes(command);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n\n${HELP}`);
    return WRONG_USAGE;
  }
}

/** This file is dist/esm/cli/main.js of the package. */
function versionOfPackage(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}

// A reader such as `head` closes the pipe when it has enough.
process.stdout.on('error', () => process.exit());

void run(process.argv.slice(2)).then(code => {
  process.exitCode = code;
});
