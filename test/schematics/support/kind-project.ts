import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { program, ROOT, runProgram, visitApplication } from './running-application.js';

const KINDS = join(ROOT, 'test/schematics/kinds');

/** The compiler is as strict as it can be about names that nothing uses any more. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    esModuleInterop: true,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    rootDir: '.',
    outDir: 'dist',
  },
  exclude: ['dist', 'node_modules'],
};

/** A copy of one of the projects in `kinds/`, which can be compiled and run. */
export class KindProject {
  readonly folder: string;

  constructor(
    parent: string,
    readonly kind: string,
  ) {
    this.folder = join(parent, kind);
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(join(KINDS, kind), this.folder, { recursive: true });
    this.writeIfAbsent('package.json', { name: kind, private: true, type: 'commonjs' });
    this.writeIfAbsent('tsconfig.json', this.configuration());
  }

  /** Stands in for what a package manager links into a workspace. */
  link(name: string, main: string): void {
    const folder = join(this.folder, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, main: join(this.folder, main) }));
  }

  nestAdd(...flags: string[]): string {
    const args = ['add', 'nestjs-cors-policy', '--skip-install', ...flags];
    return runProgram(this.folder, program('@nestjs/cli/bin/nest.js'), args);
  }

  compile(): void {
    rmSync(join(this.folder, 'dist'), { recursive: true, force: true });
    runProgram(this.folder, program('typescript/bin/tsc'), ['-p', 'tsconfig.json']);
  }

  visit<Result>(
    main: string,
    env: Readonly<Record<string, string>>,
    visitor: (address: string) => Promise<Result>,
  ): Promise<Result> {
    return visitApplication({ cwd: this.folder, main, env }, visitor);
  }

  /** All the source text there is. */
  sources(folder = this.folder): string {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => name !== 'dist' && name !== 'node_modules')
      .map(entry => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return this.sources(path);
        return entry.name.endsWith('.ts') ? readFileSync(path, 'utf8') : '';
      })
      .join('\n');
  }

  private configuration(): object {
    const base = join(this.folder, 'tsconfig.base.json');
    return existsSync(base) ? { ...TSCONFIG, extends: './tsconfig.base.json' } : TSCONFIG;
  }

  private writeIfAbsent(name: string, content: object): void {
    const path = join(this.folder, name);
    if (!existsSync(path)) writeFileSync(path, JSON.stringify(content, undefined, 2));
  }
}
