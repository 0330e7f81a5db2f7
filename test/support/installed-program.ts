import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program that some tests need, and that not every machine has. */
export interface InstalledProgram {
  /** As a sentence has it: `needs Firefox`. */
  readonly name: string;
  /** The environment variable that names its executable, if set. */
  readonly variable: string;
  /** Its executables, the preferred one first. */
  readonly executables: readonly string[];
  /** Where it may be beside PATH. */
  readonly folders?: readonly string[];
  /** Instructions for machines without the program. */
  readonly howToGet: string;
}

/** The executable that the variable names; else the first that there is on PATH. */
export function findProgram(
  { variable, executables, folders = [] }: InstalledProgram,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const chosen = env[variable];
  if (chosen !== undefined && chosen !== '') return isExecutable(chosen) ? chosen : undefined;
  const searched = [...(env.PATH ?? '').split(delimiter), ...folders].filter(folder => folder !== '');
  return executables.flatMap(name => searched.map(folder => join(folder, name))).find(isExecutable);
}

/**
 * A suite that needs a program. Without the program, the suite is skipped with a message. If `CI`
 * is set, it fails instead.
 */
export function describeWithProgram(program: InstalledProgram, title: string, suite: () => void): void {
  const { name, howToGet } = program;
  if (findProgram(program) !== undefined) {
    describe(title, suite);
  } else if (process.env.CI) {
    describe(title, () => {
      it(`needs ${name}`, () => {
        throw new Error(howToGet);
      });
    });
  } else {
    // Past Jest, which keeps a skipped suite's console to itself when it reports as JSON.
    process.stderr.write(`${title}: skipped. ${howToGet}\n`);
    describe.skip(title, suite);
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
