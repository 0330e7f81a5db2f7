import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../../../dist/esm/cli/main.js', import.meta.url));
const TYPESCRIPT = new URL('../../node-typescript/register.mjs', import.meta.url).href;
const FIXTURES = fileURLToPath(new URL('../fixtures/', import.meta.url));
const LIBRARY = new URL('../fixtures/library-for-commonjs.mjs', import.meta.url).href;

/** In milliseconds, for two processes. */
export const LONGEST_RUN = 40_000;
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as it was built, as a process of its own, in the folder of the fixtures. */
export function run(...args: string[]): Promise<Run> {
  const flags = ['--disable-warning=ExperimentalWarning', '--import', TYPESCRIPT, '--import', LIBRARY];
  return new Promise(resolve => {
    const options = {
      cwd: FIXTURES,
      env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', LIBRARY: 'built' },
      timeout: LONGEST_RUN,
    };
    const child = execFile(
      process.execPath,
      [...flags, ENTRY, ...args],
      options,
      (_error, stdout, stderr) => {
        // No exit code: it was killed, since it hung.
        resolve({ code: child.exitCode ?? -1, stdout, stderr });
      },
    );
  });
}
