import { basename, isAbsolute, join } from 'node:path';
import { minify } from '@swc/core';
import { rollup } from 'rollup';
import ts from 'typescript';
import { listed, throughBarrels } from './barrels.mjs';
import { ENTRIES, ROOT, fileOf } from './entries.mjs';

const MODULES = join(ROOT, 'dist', 'modules');
/** The program, in ESM alone. */
const COMMAND = 'cli/main';

/** What the schematics need of the policies. They are CommonJS. */
const TRANSLATION = 'translation';

// What is ESM in one major version of Nest and CommonJS in the other.
const NEST = /^(@nestjs\/|rxjs$|reflect-metadata$)/;

/**
 * Writes the entries in both formats, and the command, which uses the same policies and the same browser. Only what needs Nest is there twice: ESM
 * has to import Nest, and CommonJS to require it. All the rest, such as the policies and the browser of `./testing`, is CommonJS in both, so
 * that a process with both formats has it once.
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

/** The process that the command starts loads an application, and shares nothing with what that loads. */
export async function bundleApplicationProcess() {
  const name = 'cli/application-process';
  const bundle = await bundleOf({ [name]: join(MODULES, `${name}.js`) });
  await bundle.write({ ...OUTPUT, format: 'esm', dir: 'dist/esm' });
  await bundle.close();
}

/**
 * Lets ESM import a shared chunk through a small file, `main.default.js` for `main.js`, whose only
 * export is the default one. Before ESM imports a CommonJS file, Node looks for the names that the
 * file exports with a lexer written in JavaScript. Names would cost more than to load the chunk: V8
 * compiles the lexer again for them. The lexer does not follow a `require()` into a variable.
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

/** `import { a as b } from '….js'` as `import chunk from '….default.js'` and `const { a: b } = chunk`. */
function withDefaultImports(code) {
  const chunks = new Map();
  const changed = code.replaceAll(
    /^(import|export)\s*\{([^}]*)\}\s*from\s*(['"])([./]+\/cjs\/shared\/[^'"]+\.js)\3;/gm,
    (_statement, keyword, names, _quote, path) => {
      const chunk = chunks.get(path) ?? `sharedChunk${chunks.size}`;
      chunks.set(path, chunk);
      const bindings = listed(names).map(binding => binding.split(/\s+as\s+/));
      if (keyword === 'import') return destructured(bindings, chunk);
      if (bindings.some(([, renamed]) => renamed !== undefined)) throw new Error(`Renamed: ${names}`);
      return `${destructured(bindings, chunk)}\nexport{${bindings.join(',')}};`;
    },
  );
  const imports = [...chunks].map(([path, chunk]) => `import ${chunk} from"${defaultFileOf(path)}";\n`);
  if (/['"][./]+\/cjs\/shared\/[^'"]+(?<!\.default)\.js['"]/.test(changed))
    throw new Error('A shared chunk is imported in a way that was not expected.');
  const [interpreter = ''] = /^#!.*\n/.exec(changed) ?? [];
  return interpreter + imports.join('') + changed.slice(interpreter.length);
}

function destructured(bindings, chunk) {
  return `const{${bindings.map(binding => binding.join(':')).join(',')}}=${chunk};`;
}

function defaultFileOf(path) {
  return path.replace(/\.js$/, '.default.js');
}

// With its line breaks: Node prints the line that threw an error which nothing caught.
const OUTPUT = {
  // Two names for one thing in the two formats would not fit together.
  minifyInternalExports: false,
  // An ESM entry would import the packages that its CommonJS chunks require, and Node would read each of them twice.
  hoistTransitiveImports: false,
  externalLiveBindings: false,
  // Jest runs no import() in CommonJS without flags.
  dynamicImportInCjs: false,
  interop: 'auto',
  generatedCode: 'es2015',
};

function bundleOf(input) {
  return rollup({
    input,
    external: id => !id.startsWith('.') && !isAbsolute(id),
    // An entry does not import a package of which only its chunks use something.
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

/** What is CommonJS in both formats has a `require()` of its own, which bundlers follow. */
function plainRequire(code, id) {
  if (!id.endsWith('lazy-packages.js')) return undefined;
  const plain = code
    .replace(/^import \{ createRequire \} from 'node:module';\n/m, '')
    .replace(/^const load = createRequire\(import\.meta\.url\);\n/m, '')
    .replaceAll('return load(', 'return require(');
  if (/createRequire|\bload\(/.test(plain)) throw new Error('lazy-packages.js is not what was expected.');
  return plain;
}

/** In characters: a longer list or object has its members on lines of their own. */
const LONGEST_LITERAL = 1_000;

/**
 * Leaves out spaces and gives local variables short names: a third less to load at each start and in the package. What stack traces and logs name stays,
 * that is functions, classes and methods. Each statement has a line of its own, since Node prints the whole line that threw.
 */
async function inFewerBytes(code, _chunk, { format }) {
  const { code: short } = await minify(code, {
    module: format === 'es',
    compress: false,
    mangle: { toplevel: false, keep_classnames: true, keep_fnames: true },
    // V8 keeps a file with any other character as one of two bytes a character, and takes longer to read it.
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

/** The types have the comments that are for users. */
function withoutComments(code) {
  const compilerOptions = { removeComments: true, target: 'es2022', module: 'esnext' };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/**
 * The chunk of a module that does not stand on Nest: that of the first entry which needs it. One file for all that the main entry needs costs
 * an application less at its start than several, since Node's lexer is slow with each one.
 */
function sharedChunkOf(id, { getModuleInfo }, input) {
  // An entry stays where it is, if only to pass on what is shared, and the command in its one file.
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
