import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROCESS = fileURLToPath(new URL('schematic-process.mjs', import.meta.url));

/** The text of each file of a project, by its path. */
export type Files = Readonly<Record<string, string>>;

/** The result of `nest add` for a project. */
export interface Added {
  readonly files: Files;
  /** The log lines, with their level. */
  readonly log: readonly string[];
}

type Reply = { readonly id: number } & ({ readonly added: Added } | { readonly error: string });

/** The package's schematics as published, in a separate folder. They are built once per suite. */
export class BuiltSchematics {
  readonly folder: string;
  private runner: ChildProcess | undefined;
  private requests = 0;

  constructor(suite: string) {
    this.folder = join(ROOT, 'test/schematics/dist', suite);
  }

  build(): void {
    execFileSync(process.execPath, [join(ROOT, 'schematics/build.mjs'), this.folder], { stdio: 'inherit' });
  }

  remove(): void {
    this.runner?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs the schematic on files that stand in memory. */
  async nestAdd(
    files: Files,
    options: Readonly<Record<string, unknown>> = { sourceRoot: 'src' },
  ): Promise<Added> {
    const runner = (this.runner ??= fork(PROCESS, [join(this.folder, 'collection.json')], {
      cwd: ROOT,
      execArgv: [],
    }));
    this.requests += 1;
    const id = this.requests;
    const reply = new Promise<Added>((resolve, reject) => {
      const receive = (message: Reply): void => {
        if (message.id !== id) return;
        runner.off('message', receive);
        if ('added' in message) resolve(message.added);
        else reject(new Error(message.error));
      };
      runner.on('message', receive);
    });
    runner.send({ id, files, options });
    return reply;
  }
}
