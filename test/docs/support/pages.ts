import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path/posix';
import { type CodeBlock, readBlocks } from '../../support/documentation-page.js';

/** A block of code, and the page that it stands on. */
export interface PageBlock extends CodeBlock {
  readonly page: string;
  /** `docs/recipes.md:12`. */
  readonly place: string;
}

/** Every page that users of the library read. */
export const PAGES: readonly string[] = [
  'README.md',
  'SECURITY.md',
  ...find('docs', /^docs\/[\w-]+\.md$/),
  ...find('sample', /^sample\/[\w-]+\/README\.md$/),
].sort();

export function blocksOfPage(page: string): readonly PageBlock[] {
  return readBlocks(page).map(block => ({ ...block, page, place: `${page}:${String(block.line)}` }));
}

export const BLOCKS: readonly PageBlock[] = PAGES.flatMap(blocksOfPage);

/** The sources that `tsc` compiles and tests run, without line breaks and indentation. */
export function compiledSources(): readonly string[] {
  return [...find('test', SOURCE), ...find('sample', SOURCE)].map(path => flush(readFileSync(path, 'utf8')));
}

const SOURCE = /^(?!.*\/(?:dist|node_modules)\/).*\.ts$/;

function find(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => pattern.test(path));
}

/** Without line breaks and indentation, which go by the width that is left. */
export function flush(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/\bexport (?=(?:async |abstract )?(?:class|function|const|interface|type) )/g, '')
    .replace(/([([{]) | (?=[)\]}])|,(?= [)\]}])/g, '$1')
    .trim();
}
