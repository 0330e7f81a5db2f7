import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The pages whose code is that of files which are compiled, or started, by tests. */
const PAGES = [
  { page: 'docs/csrf.md', languages: ['ts'], sources: ['sample/04-csrf/src', 'test/e2e/csrf'] },
  {
    page: 'docs/behind-a-proxy.md',
    languages: ['ts', 'nginx'],
    sources: ['test/e2e/serverless', 'test/proxy/sites'],
  },
];

const CASES = PAGES.flatMap(({ page, languages, sources }) =>
  blocksOf(page)
    .filter(({ language }) => languages.includes(language))
    .map(({ language, code }, index) => ({ page, language, code, sources, number: index + 1 })),
);

describe('the code of the pages', () => {
  it.each(PAGES)('$page has some in each language', ({ page, languages }) => {
    const found = CASES.filter(block => block.page === page).map(({ language }) => language);
    expect([...new Set(found)].sort()).toEqual([...languages].sort());
  });

  it.each(CASES)('$page, block $number: stands in a file that a test uses', ({ code, sources }) => {
    const files = sources.flatMap(folder => filesIn(folder)).map(path => flush(readFileSync(path, 'utf8')));
    expect(files.some(file => file.includes(flush(code)))).toBe(true);
  });
});

function blocksOf(page: string): { language: string; code: string }[] {
  const text = readFileSync(join(process.cwd(), page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    language,
    code,
  }));
}

function filesIn(folder: string): string[] {
  const root = join(process.cwd(), folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:ts|conf)$/.test(name))
    .map(name => join(root, name));
}

/** Without line breaks and indentation, which go by the width that is left. */
function flush(code: string): string {
  return code
    .replace(/\s+/g, ' ')
    .replace(/([([{]) | (?=[)\]}])|,(?= [)\]}])/g, '$1')
    .trim();
}
