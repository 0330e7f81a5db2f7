import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { blockModule } from './block-module.js';
import type { PageBlock } from './pages.js';

/** The names that all pages assume, and those of one page. */
const SCOPE = 'test/docs/scope';
const EVERYWHERE = `${SCOPE}/everywhere.ts`;

/**
 * Compiles blocks in one program, each against the types of the library, and returns the errors by
 * the position of the block.
 */
export function typeCheck(blocks: readonly PageBlock[]): ReadonlyMap<string, readonly string[]> {
  const options = compilerOptions();
  const files = new Map<string, string>();
  const host = hostWith(files, options);
  const scopes = [EVERYWHERE, ...new Set(blocks.map(scopeOf))].filter(path => ts.sys.fileExists(path));
  const first = ts.createProgram(scopes, options, host);
  const offsets = new Map<string, { block: PageBlock; offset: number }>();

  for (const page of new Set(blocks.map(block => block.page))) {
    const sources: [string, ReadonlySet<string>][] = [];
    for (const scope of [EVERYWHERE, `${SCOPE}/${scopeName(page)}.ts`]) {
      if (scopes.includes(scope)) sources.push([importable(scope), exportsOf(first, scope)]);
    }
    for (const block of blocks.filter(each => each.page === page)) {
      const path = `${SCOPE}/${scopeName(page)}-${String(block.line)}.block.ts`;
      const { code, offset, declared } = blockModule(block.code, sources);
      files.set(absolute(path), code);
      offsets.set(absolute(path), { block, offset });
      sources.push([importable(path), declared]);
    }
  }

  const program = ts.createProgram([...scopes, ...files.keys()], options, host, first);
  const messages = new Map<string, string[]>();
  for (const [path, { block, offset }] of offsets) {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    messages.set(
      block.place,
      found.map(diagnostic => {
        const { line } = ts.getLineAndCharacterOfPosition(
          file ?? ts.createSourceFile(path, '', ts.ScriptTarget.ES2022),
          diagnostic.start ?? 0,
        );
        const text = ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ');
        return `${block.page}:${String(block.line + line - offset + 1)}: ${text}`;
      }),
    );
  }
  return messages;
}

function scopeOf({ page }: PageBlock): string {
  return `${SCOPE}/${scopeName(page)}.ts`;
}

function scopeName(page: string): string {
  const name = basename(page, '.md').toLowerCase();
  return dirname(page).startsWith('sample') ? `${basename(dirname(page))}-${name}` : name;
}

function importable(path: string): string {
  return `./${basename(path, '.ts')}.js`;
}

function absolute(path: string): string {
  return join(process.cwd(), path);
}

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile('tsconfig.json', path => ts.sys.readFile(path)) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(
    config,
    { ...ts.sys, readDirectory: () => [] },
    process.cwd(),
  );
  return {
    ...options,
    // A block shows one thing, and need not use what it declares.
    noUnusedLocals: false,
    noUnusedParameters: false,
    // The imports that a block leaves out are added without a word on which are types.
    verbatimModuleSyntax: false,
    isolatedModules: false,
  };
}

function hostWith(files: ReadonlyMap<string, string>, options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options, true);
  return {
    ...host,
    fileExists: path => files.has(path) || host.fileExists(path),
    readFile: path => files.get(path) ?? host.readFile(path),
    getSourceFile: (path, ...rest) => {
      const code = files.get(path);
      return code === undefined
        ? host.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, code, rest[0], true);
    },
  };
}

function exportsOf(program: ts.Program, path: string): ReadonlySet<string> {
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (symbol === undefined) throw new Error(`${path} exports nothing`);
  return new Set(checker.getExportsOfModule(symbol).map(({ name }) => name));
}
