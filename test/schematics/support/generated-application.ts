import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const program = (path: string): string => join(ROOT, 'node_modules', path);

/** An application that Nest's own schematic made, with the library among its packages. */
export class GeneratedApplication {
  readonly folder: string;

  constructor(
    parent: string,
    readonly name: string,
    type: 'esm' | 'cjs',
  ) {
    this.folder = join(parent, name);
    rmSync(this.folder, { recursive: true, force: true });
    mkdirSync(parent, { recursive: true });
    const options = [`--name=${name}`, `--type=${type}`, '--language=ts', '--observe=false'];
    this.run(parent, program('@angular-devkit/schematics-cli/bin/schematics.js'), [
      '@nestjs/schematics:application',
      ...options,
    ]);
  }

  installLibrary(schematics: string): void {
    const script = join(ROOT, 'test/schematics/support/installed-library.mjs');
    this.run(ROOT, script, [this.folder, schematics]);
  }

  /** As `installLibrary`, from an application that has it. */
  copyLibrary(other: GeneratedApplication): void {
    const path = 'node_modules/nestjs-cors-policy';
    cpSync(join(other.folder, path), join(this.folder, path), { recursive: true });
  }

  /** What somebody types, once the package is there. */
  nestAdd(...flags: string[]): string {
    const args = ['add', 'nestjs-cors-policy', '--skip-install', ...flags];
    return this.run(this.folder, program('@nestjs/cli/bin/nest.js'), args);
  }

  /** Compiles with the application's own tsconfig.json, which is also the type check. */
  compile(): void {
    const flags = [
      '-p',
      'tsconfig.build.json',
      '--types',
      'node',
      '--incremental',
      'false',
      '--noUnusedLocals',
    ];
    const roots = ['--typeRoots', join(ROOT, 'node_modules/@types')];
    this.run(this.folder, program('typescript/bin/tsc'), [...flags, ...roots]);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs the application for as long as the visit takes. */
  async visit<Result>(visitor: (address: string) => Promise<Result>): Promise<Result> {
    const port = await freePort();
    const env = { ...process.env, NODE_OPTIONS: '', PORT: String(port) };
    const server = spawn(process.execPath, ['dist/main.js'], { cwd: this.folder, env });
    try {
      await listening(server, port);
      return await visitor(`http://127.0.0.1:${port}`);
    } finally {
      server.kill();
    }
  }

  private run(cwd: string, script: string, args: readonly string[]): string {
    const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', CI: '1' };
    try {
      return execFileSync(process.execPath, [script, ...args], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      const output = error instanceof Error && 'stdout' in error ? String(error.stdout) : '';
      throw new Error(`${script} ${args.join(' ')}\n${String(error)}\n${output}`, { cause: error });
    }
  }
}

/** Until the port accepts; Nest says that it has started before that. */
async function listening(server: ChildProcess, port: number): Promise<void> {
  let output = '';
  server.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  server.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!(await accepts(port))) {
    if (server.exitCode !== null) throw new Error(`The application did not start:\n${output}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('No port.'));
    });
  });
}
