import { basename, isAbsolute, join } from 'node:path';
import { minify } from '@swc/core';
import { rollup } from 'rollup';
import ts from 'typescript';
import { listed, throughBarrels } from './barrels.mjs';
import { ENTRIES, ROOT, fileOf } from './entries.mjs';

const MODULES = join(ROOT, 'dist', 'modules');
/** The command. It is published as ESM only. */
const COMMAND = 'cli/main';

/** The part of lib/policy that the schematics load. They are CommonJS. */
const TRANSLATION = 'translation';

// Packages that are ESM in one major version of Nest and CommonJS in the other.
const NEST = /^(@nestjs\/|rxjs$|reflect-metadata$)/;

/**
 * Writes the entries in both formats, and the command.
 *
 * Only code that needs Nest exists twice, because ESM must import Nest and CommonJS must require
 * it. All other code, such as the policies and the browser of `./testing`, is CommonJS in both
 * formats. So a process that loads both formats has one copy of it.
 */
export async function bundleEntries() {
  const names = [...ENTRIES.map(fileOf), COMMAND];
  const input = {
    ...Object.fromEntries(names.map(name => [name, join(MODULES, `${name}.js`)])),
    [TRANSLATION]: join(MODULES, `policy/${TRANSLATION}.js`),
  };
  const bundle = await bundleOf(input);
  try {
    for (const format of ['esm', 'cjs']) {
      await bundle.write({
        ...OUTPUT,
        format,
        dir: 'dist',
        entryFileNames: `${format}/[name].js`,
        chunkFileNames: chunk => (isShared(chunk) ? 'cjs/[name].js' : `${format}/[name].js`),
        manualChunks: (id, graph) => sharedChunkOf(id, graph, input),
        plugins:
          format === 'esm'
            ? [importsByDefault, { name: 'written-with-cjs', generateBundle: dropShared }]
            : [{ name: 'command-in-esm', generateBundle: dropCommand }],
      });

      function isShared({ name }) {
        return name.startsWith('shared/');
      }

      function dropShared(_, files) {
        for (const file of Object.keys(files)) {
          const isShared = file.startsWith('cjs/') && !file.endsWith('.default.js');
          if (isShared || file === `esm/${TRANSLATION}.js`) delete files[file];
        }
      }

      function dropCommand(_, files) {
        for (const file of Object.keys(files)) if (file.startsWith('cjs/cli/')) delete files[file];
      }
    }
  } finally {
    await bundle.close();
  }
}

/**
 * The process that the command starts to load an application. It shares no code with that
 * application.
 */
export async function bundleApplicationProcess() {
  const name = 'cli/application-process';
  const bundle = await bundleOf({ [name]: join(MODULES, `${name}.js`) });
  await bundle.write({ ...OUTPUT, format: 'esm', dir: 'dist/esm' });
  await bundle.close();
}

/**
 * Lets ESM import each shared chunk through a small file with one default export:
 * `main.default.js` for `main.js`.
 *
 * When ESM imports a CommonJS file, Node finds its exported names with a separate lexer, written in
 * JavaScript. If the file lists names, V8 compiles that lexer once more, which costs more than
 * loading the chunk. The lexer does not follow a `require()` into a variable.
 */
const importsByDefault = {
  name: 'imports-by-default',
  generateBundle(_, files) {
    for (const chunk of Object.values(files)) {
      if (chunk.type !== 'chunk') continue;
      if (chunk.fileName.startsWith('cjs/shared/')) {
        this.emitFile({
          type: 'prebuilt-chunk',
          fileName: defaultFileOf(chunk.fileName),
          code: `'use strict';\nconst chunk = require('./${basename(chunk.fileName)}');\nmodule.exports = chunk;\n`,
        });
      } else {
        chunk.code = withDefaultImports(chunk.code);
      }
    }
  },
};

/**
 * Turns `import { a as b } from '….js'` into `import chunk from '….default.js'` and `const { a: b }
 * = chunk`.
 */
function withDefaultImports(code) {
  const chunks = new Map();
  const changed = code.replaceAll(
    /^(import|export)\s*\{([^}]*)\}\s*from\s*(['"])([./]+\/cjs\/shared\/[^'"]+\.js)\3;/gm,
    (_statement, keyword, names, _quote, path) => {
      const chunk = chunks.get(path) ?? `sharedChunk${chunks.size}`;
      chunks.set(path, chunk);
      const bindings = listed(names).map(binding => binding.split(/\s+as\s+/));
      if (keyword === 'import') return destructured(bindings, chunk);
      if (bindings.some(([, renamed]) => renamed !== undefined))
        throw new Error(
          `withDefaultImports() in packaging/bundles.mjs cannot export renamed names: ${names}.`,
        );
      return `${destructured(bindings, chunk)}\nexport{${bindings.join(',')}};`;
    },
  );
  const imports = [...chunks].map(([path, chunk]) => `import ${chunk} from"${defaultFileOf(path)}";\n`);
  if (/['"][./]+\/cjs\/shared\/[^'"]+(?<!\.default)\.js['"]/.test(changed))
    throw new Error(
      'withDefaultImports() in packaging/bundles.mjs left an import of a shared chunk. Adapt it.',
    );
  const [interpreter = ''] = /^#!.*\n/.exec(changed) ?? [];
  return interpreter + imports.join('') + changed.slice(interpreter.length);
}

function destructured(bindings, chunk) {
  return `const{${bindings.map(binding => binding.join(':')).join(',')}}=${chunk};`;
}

function defaultFileOf(path) {
  return path.replace(/\.js$/, '.default.js');
}

// Line breaks are kept, because Node prints the line of an uncaught error.
const OUTPUT = {
  // A name must be the same in both formats.
  minifyInternalExports: false,
  // Otherwise an ESM entry would import the packages of its CommonJS chunks, and Node would read
  // each twice.
  hoistTransitiveImports: false,
  externalLiveBindings: false,
  // Jest needs a flag to run `import()` in CommonJS.
  dynamicImportInCjs: false,
  interop: 'auto',
  generatedCode: 'es2015',
};

function bundleOf(input) {
  return rollup({
    input,
    external: id => !id.startsWith('.') && !isAbsolute(id),
    // An entry does not import a package that only its chunks use.
    treeshake: { moduleSideEffects: id => id.startsWith('.') || isAbsolute(id) },
    plugins: [
      throughBarrels,
      { name: 'plain-require', transform: plainRequire },
      { name: 'without-comments', transform: withoutComments },
      { name: 'in-fewer-bytes', renderChunk: inFewerBytes },
    ],
    onwarn(warning, warn) {
      // TypeScript's helpers look for copies of themselves in `this`.
      if (warning.code !== 'THIS_IS_UNDEFINED') warn(warning);
    },
  });
}

/** Code that is CommonJS in both formats gets a plain `require()`, which bundlers follow. */
function plainRequire(code, id) {
  if (!id.endsWith('lazy-packages.js')) return undefined;
  const plain = code
    .replace(/^import \{ createRequire \} from 'node:module';\n/m, '')
    .replace(/^const load = createRequire\(import\.meta\.url\);\n/m, '')
    .replaceAll('return load(', 'return require(');
  if (/createRequire|\bload\(/.test(plain))
    throw new Error('lazy-packages.js has changed. Adapt plainRequire() in packaging/bundles.mjs.');
  return plain;
}

/** In characters. The members of a longer list or object get separate lines. */
const LONGEST_LITERAL = 1_000;

/**
 * Removes spaces and shortens the names of local variables. The result is a third smaller to load
 * and to download.
 *
 * The names of functions, classes and methods stay, because stack traces and logs contain them.
 * Each statement gets its own line, because Node prints the whole line of an uncaught error.
 */
async function inFewerBytes(code, _chunk, { format }) {
  const { code: short } = await minify(code, {
    module: format === 'es',
    compress: false,
    mangle: { toplevel: false, keep_classnames: true, keep_fnames: true },
    // With any other character, V8 stores the file with two bytes per character and reads it more
    // slowly.
    format: { ascii_only: true },
  });
  const file = ts.createSourceFile('chunk.js', short, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
  const starts = new Set();
  const visit = node => {
    if ((ts.isStatement(node) && !ts.isBlock(node)) || ts.isClassElement(node))
      starts.add(node.getStart(file));
    const { elements = node.properties ?? [] } = node;
    if (node.getWidth(file) > LONGEST_LITERAL) for (const each of elements) starts.add(each.getStart(file));
    ts.forEachChild(node, visit);
  };
  visit(file);
  const ends = [...starts].sort((one, other) => one - other);
  return [0, ...ends]
    .map((from, index) => short.slice(from, ends[index]))
    .join('\n')
    .trimStart();
}

/** Comments for users are in the published types. */
function withoutComments(code) {
  const compilerOptions = { removeComments: true, target: 'es2022', module: 'esnext' };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/**
 * The chunk of a module that does not depend on Nest. It belongs to the first entry that needs it.
 * The main entry has one file for all such modules, because Node's lexer is slow for each file.
 */
function sharedChunkOf(id, { getModuleInfo }, input) {
  // Entries stay in their own files, and the command is one file.
  if (Object.values(input).includes(id) || id.includes(join('modules', 'cli'))) return undefined;
  const needs = reachableFrom(id, getModuleInfo);
  if ([...needs].some(needed => NEST.test(needed))) return undefined;
  if (id.endsWith('page-files.generated.js')) return 'shared/page-files';
  const user = Object.keys(input).find(name => reachableFrom(input[name], getModuleInfo).has(id));
  return `shared/${user === 'index' ? 'main' : user.split('/')[0]}`;
}

const reachable = new Map();

function reachableFrom(start, getModuleInfo) {
  const known = reachable.get(start);
  if (known !== undefined) return known;
  const found = new Set([start]);
  for (const id of found) {
    const { importedIds = [], dynamicallyImportedIds = [] } = getModuleInfo(id) ?? {};
    for (const next of [...importedIds, ...dynamicallyImportedIds]) found.add(next);
  }
  reachable.set(start, found);
  return found;
}
