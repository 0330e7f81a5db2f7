import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { BLOCKS, type PageBlock, PAGES, compiledSources, flush } from '../docs/support/pages.js';
import { typeCheck } from '../docs/support/type-check.js';

const TYPESCRIPT = BLOCKS.filter(({ language }) => language === 'ts');
const SOURCES = compiledSources();
const isQuoted = ({ code }: PageBlock): boolean => SOURCES.some(source => source.includes(flush(code)));

/** The configurations that nginx reads. Each occurs in a site with which a test runs nginx. */
const SITES = readdirSync('test/proxy/sites').map(name =>
  flush(readFileSync(join('test/proxy/sites', name), 'utf8')),
);

/** The languages of blocks, so that a misspelt language does not hide a block from the tests. */
const LANGUAGES = [
  'ts',
  'json',
  'http',
  'sh',
  'bash',
  'nginx',
  'yaml',
  'text',
  // Commands and their output. The sample's own test sends each of them.
  'console',
  'mermaid',
  'graphql',
  'html',
  'java',
  'csharp',
  'js',
  '',
];

describe('the code of the pages', () => {
  const written = TYPESCRIPT.filter(block => !isQuoted(block));
  const messages = typeCheck(written);

  it('is there', () => {
    expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/csrf.md']));
    expect(TYPESCRIPT.length).toBeGreaterThan(60);
    expect(TYPESCRIPT.length).toBeGreaterThan(written.length);
    expect(messages.size).toBe(written.length);
  });

  it.each([...messages])('%s compiles', (_, found) => {
    expect(found).toEqual([]);
  });

  it.each(BLOCKS.map(block => [block.place, block] as const))('%s is in a known language', (_, block) => {
    expect(LANGUAGES).toContain(block.language);
  });

  const sites = BLOCKS.filter(({ language }) => language === 'nginx');
  it.each(sites.map(({ place, code }) => [place, code] as const))(
    '%s is what a test runs nginx with',
    (_, code) => {
      expect(SITES.some(site => site.includes(flush(code)))).toBe(true);
    },
  );

  const scripts = BLOCKS.filter(({ language }) => ['js', 'json'].includes(language));
  it.each(scripts.map(({ place, language, code }) => [place, language, code] as const))(
    '%s, in %s, can be read',
    (_, language, code) => {
      const { diagnostics = [] } = ts.transpileModule(language === 'json' ? `(${code})` : code, {
        reportDiagnostics: true,
      });
      expect(diagnostics.map(({ messageText }) => messageText)).toEqual([]);
    },
  );

  it('the tsc --init of README makes a configuration that decorators work with', () => {
    const command = BLOCKS.flatMap(({ page, code }) => (page === 'README.md' ? code.split('\n') : [])).find(
      line => line.startsWith('npx tsc --init'),
    );
    const { options, errors } = ts.parseCommandLine((command ?? '').split(' ').slice(2));
    expect(errors).toEqual([]);
    expect(options).toMatchObject({
      init: true,
      module: ts.ModuleKind.NodeNext,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    });
  });

  it('a block that does not compile is found, with its line', () => {
    const block = { page: 'README.md', language: 'ts', section: '', place: 'README.md:10', line: 10 };
    const code = "const options: CorsPolicyOptions = {};\n@CorsPolicy({ orign: '*' })\nclass Cats {}";
    expect(typeCheck([{ ...block, code }]).get(block.place)).toEqual([
      expect.stringMatching(/^README\.md:12: .*'orign' does not exist/),
    ]);
  });
});
