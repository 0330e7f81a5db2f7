import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installLibrary } from './installed-library.js';
import { program, ROOT, runProgram, visitApplication } from './running-application.js';

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
    runProgram(parent, program('@angular-devkit/schematics-cli/bin/schematics.js'), [
      '@nestjs/schematics:application',
      ...options,
    ]);
  }

  installLibrary(): void {
    installLibrary(this.folder);
  }

  /** As `installLibrary`, from an application that has it. */
  copyLibrary(other: GeneratedApplication): void {
    const path = 'node_modules/nestjs-cors-policy';
    cpSync(join(other.folder, path), join(this.folder, path), { recursive: true });
  }

  /** The command of a user, after the package is installed. */
  nestAdd(...flags: string[]): string {
    const args = ['add', 'nestjs-cors-policy', '--skip-install', ...flags];
    return runProgram(this.folder, program('@nestjs/cli/bin/nest.js'), args);
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
    runProgram(this.folder, program('typescript/bin/tsc'), [...flags, ...roots]);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  /** Runs the application for as long as the visit takes. */
  visit<Result>(visitor: (address: string) => Promise<Result>): Promise<Result> {
    return visitApplication({ cwd: this.folder, main: 'dist/main.js' }, visitor);
  }
}
