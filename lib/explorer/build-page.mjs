// Makes page-files.generated.ts: the files of the page as strings of a module. Every build of the
// library contains them, in both module formats, and no folder is looked up at run time.
//
// The file is not committed. The build, Jest's and ESLint's configuration and `npm run
// build:explorer` call ensurePageFiles(), which makes the file if it is missing or was made from
// other sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SELF = fileURLToPath(import.meta.url);
const HERE = fileURLToPath(new URL('.', import.meta.url));

const CONTENT_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
};

/** In the order in which later rules win. */
const STYLES = ['base.css', 'surface.css', 'flow.css', 'diagram.css', 'live.css', 'print.css'];

/** The sources of the page by name, in alphabetical order. */
function sourcesIn(folder) {
  const names = readdirSync(folder).filter(
    name => ['.html', '.svg', '.ts', '.css'].includes(extname(name)) && !name.endsWith('.spec.ts'),
  );
  return new Map(names.sort().map(name => [name, readFileSync(join(folder, name), 'utf8')]));
}

/**
 * Modification times say nothing after a checkout or in a copy, so the generated file names its
 * sources.
 */
function digestOf(sources) {
  const hash = createHash('sha256').update(readFileSync(SELF));
  for (const [name, text] of sources) hash.update(`\0${name}\0${text}`);
  return hash.digest('hex');
}

function style(sources) {
  const found = [...sources.keys()].filter(name => name.endsWith('.css'));
  if (found.join() !== [...STYLES].sort().join())
    throw new Error(`STYLES of build-page.mjs and the style sheets in page/ differ: ${found.join(', ')}.`);
  const text = STYLES.map(name => sources.get(name)).join('\n');
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/\n\s*/g, '\n');
}

function pageFiles(sources) {
  // Both take a part of a second to load, and most calls of ensurePageFiles() do not need them.
  const require = createRequire(import.meta.url);
  const ts = require('typescript');
  const { minifySync } = require('@swc/core');
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ES2022,
    verbatimModuleSyntax: true,
  };
  const script = text =>
    minifySync(ts.transpileModule(text, { compilerOptions }).outputText, { module: true, mangle: true }).code;
  const others = [...sources]
    .filter(([name]) => !name.endsWith('.css'))
    .map(([name, text]) =>
      name.endsWith('.ts') ? [`${basename(name, '.ts')}.js`, script(text)] : [name, text],
    );
  return [...others, ['page.css', style(sources)]];
}

function literal(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

function generatedModule(sources) {
  const entries = pageFiles(sources).map(
    ([name, content]) =>
      `  [\n    '${name}',\n    { contentType: '${CONTENT_TYPES[extname(name)]}', content: ${literal(content)} },\n  ],\n`,
  );
  return `// Made from the files in page/ by build-page.mjs. Sources: ${digestOf(sources)}

export interface PageFile {
  readonly contentType: string;
  readonly content: string;
}

/** The files of the explorer's page by their names. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map([
${entries.join('')}]);
`;
}

/**
 * Makes the generated file if it is missing or was made from other sources.
 *
 * @returns whether the file was written
 */
export function ensurePageFiles(folder = join(HERE, 'page'), target = join(HERE, 'page-files.generated.ts')) {
  const sources = sourcesIn(folder);
  if (existsSync(target)) {
    const [firstLine = ''] = readFileSync(target, 'utf8').split('\n', 1);
    if (firstLine.endsWith(digestOf(sources))) return false;
  }
  // Several checks of `npm test` may do this at the same time, and none of them may read half a
  // file.
  const written = `${target}.${process.pid}`;
  writeFileSync(written, generatedModule(sources));
  renameSync(written, target);
  return true;
}

if (process.argv[1] === SELF) ensurePageFiles();
