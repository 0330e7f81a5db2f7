// Writes page-files.generated.ts: the page's own files as strings of a module, so that every build of the library has them, whatever its module
// format, and nothing has to look for a folder at run time. `npm run build:explorer` runs it; a unit test says when that was forgotten.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const PAGE = join(HERE, 'page');
const TARGET = join(HERE, 'page-files.generated.ts');

const CONTENT_TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.js': 'text/javascript; charset=utf-8',
};

function compiled(source) {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ES2022,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  });
  return outputText;
}

// In the order in which later rules win.
const STYLES = ['base.css', 'surface.css', 'flow.css', 'diagram.css', 'live.css', 'print.css'];

function style() {
  const found = readdirSync(PAGE).filter(name => name.endsWith('.css'));
  if ([...found].sort().join() !== [...STYLES].sort().join())
    throw new Error(`STYLES names other files than ${found.join(', ')}.`);
  return STYLES.map(name => readFileSync(join(PAGE, name), 'utf8')).join('\n');
}

function pageFiles() {
  const others = readdirSync(PAGE)
    .filter(name => ['.html', '.svg', '.ts'].includes(extname(name)) && !name.endsWith('.spec.ts'))
    .sort()
    .map(name => {
      const source = readFileSync(join(PAGE, name), 'utf8');
      return name.endsWith('.ts') ? [`${basename(name, '.ts')}.js`, compiled(source)] : [name, source];
    });
  return [...others, ['page.css', style()]];
}

function literal(text) {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

export function generatedModule() {
  const entries = pageFiles().map(
    ([name, content]) =>
      `  [\n    '${name}',\n    { contentType: '${CONTENT_TYPES[extname(name)]}', content: ${literal(content)} },\n  ],\n`,
  );
  return `// Made of the files in page/ by build-page.mjs. Change those, and run \`npm run build:explorer\`.

export interface PageFile {
  readonly contentType: string;
  readonly content: string;
}

/** The files of the explorer's page by their names. */
export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map([
${entries.join('')}]);
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, generatedModule());
