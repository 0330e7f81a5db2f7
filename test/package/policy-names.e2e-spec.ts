import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import ts from 'typescript';
import { type PackedPackage, pack, projectWith } from './support/installed-package.js';

/** The example of docs/reference.md. */
const DOCUMENTED = `declare module 'nestjs-cors-policy' {
  interface CorsPolicyNames {
    partners: true;
  }
}`;
/** Each part of an application may add its own. */
const NAMES = `${DOCUMENTED}
declare module 'nestjs-cors-policy' {
  interface CorsPolicyNames { 'read only': true }
}
`;
const USES = {
  name: `@CorsPolicy('partners') export class Cats {}`,
  spaced: `export class Cats { @CorsPolicy('read only', { maxAge: 600 }) find() {} }`,
  misspelt: `@CorsPolicy('partnres') export class Cats {}`,
  misspeltWithOptions: `@CorsPolicy('partnres', { maxAge: 600 }) export class Cats {}`,
  options: `@CorsPolicy({ origin: '*' }) export class Cats {}`,
  none: `@CorsPolicy(false) export class Cats {}`,
  paths: `export default CorsModule.forRoot({ paths: { '/a': 'partners', '/b': ['read only', {}], '/c': 'unmanaged' } });`,
  misspeltPath: `export default CorsModule.forRoot({ paths: { '/a': 'partnres' } });`,
  any: `@CorsPolicy(String(Math.random())) export class Cats {}`,
};

/** The formats in which TypeScript finds the package's types, by the file that imports them. */
const FORMATS = [
  { name: 'ESM types', file: 'cats.mts', module: ts.ModuleKind.NodeNext },
  { name: 'CommonJS types', file: 'cats.cts', module: ts.ModuleKind.NodeNext },
  { name: 'types for a bundler', file: 'cats.ts', module: ts.ModuleKind.Preserve },
] as const;

let packed: PackedPackage;
let project: string;

beforeAll(() => {
  packed = pack();
  project = projectWith(packed);
});

afterAll(() => {
  packed.remove();
});

describe.each(FORMATS)('CorsPolicyNames in the published package, $name', format => {
  const errors = { without: new Map<string, string[]>(), with: new Map<string, string[]>() };

  beforeAll(() => {
    for (const names of ['without', 'with'] as const) {
      const files = Object.entries(USES).map(
        ([use, code]) => [use, written(`${use}-${format.file}`, code)] as const,
      );
      const augmentation = names === 'with' ? [written(`names-${format.file}`, NAMES)] : [];
      const program = ts.createProgram(
        [...files.map(([, file]) => file), ...augmentation],
        optionsOf(format.module),
      );
      for (const [use, file] of files) {
        const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
        errors[names].set(
          use,
          found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
        );
      }
    }
  });

  it.each(Object.keys(USES))('without names, any string is accepted: %s', use => {
    expect(errors.without.get(use)).toEqual([]);
  });

  it.each(['name', 'spaced', 'options', 'none', 'paths'])('with names, accepted: %s', use => {
    expect(errors.with.get(use)).toEqual([]);
  });

  it.each([
    ['misspelt', '"partnres"'],
    ['misspeltWithOptions', '"partnres"'],
    ['any', 'string'],
  ])('with names, a compile error: %s', (use, given) => {
    expect(errors.with.get(use)).toEqual([
      expect.stringContaining(`Argument of type '${given}' is not assignable to parameter of type`),
    ]);
  });

  it('with names, a compile error in paths', () => {
    expect(errors.with.get('misspeltPath')).toEqual([expect.stringContaining('"partnres"')]);
  });

  it('names are completed', () => {
    const code = `${NAMES}@CorsPolicy('') export class Cats {}`;
    const file = written(format.file, code);
    const service = ts.createLanguageService({
      getCompilationSettings: () => optionsOf(format.module),
      getScriptFileNames: () => [file],
      getScriptVersion: () => '1',
      getScriptSnapshot: path => {
        const text = ts.sys.readFile(path);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => project,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: path => ts.sys.fileExists(path),
      readFile: path => ts.sys.readFile(path),
      readDirectory: path => ts.sys.readDirectory(path),
      directoryExists: path => ts.sys.directoryExists(path),
      realpath: path => path,
    });
    const position = (ts.sys.readFile(file) ?? '').indexOf(`('')`) + 2;
    const completed = service.getCompletionsAtPosition(file, position, undefined)?.entries ?? [];
    expect(completed.map(({ name }) => name).sort()).toEqual(['partners', 'read only']);
  });
});

function written(name: string, code: string): string {
  const file = join(project, name);
  writeFileSync(file, `import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';\n${code}\n`);
  return file;
}

function optionsOf(module: ts.ModuleKind): ts.CompilerOptions {
  return {
    module,
    moduleResolution:
      module === ts.ModuleKind.NodeNext ? ts.ModuleResolutionKind.NodeNext : ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    experimentalDecorators: true,
    types: [],
  };
}
