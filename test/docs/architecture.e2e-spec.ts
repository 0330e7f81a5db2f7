import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path/posix';

const PAGE = readFileSync('docs/architecture.md', 'utf8');

const SOURCES = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
  .map(name => readFileSync(join('lib', name), 'utf8'));

/** The text in backticks, without duplicates. */
const CODE = [...new Set([...PAGE.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code))];

const FILES = CODE.filter(code => /^[\w./-]+\.(?:ts|mjs)$/.test(code));
const MEMBERS = CODE.filter(code => /^[A-Z]\w+\.\w+\(/.test(code)).filter(
  code => !/^(?:NestFactory|Symbol|Test)\./.test(code),
);
const NAMES = CODE.filter(code => /^(?:[a-z]\w+\(\)|[A-Z][a-z]\w*[A-Z]\w*)$/.test(code));

describe('docs/architecture.md', () => {
  it('names many things', () => {
    expect(FILES.length).toBeGreaterThan(40);
    expect(MEMBERS.length).toBeGreaterThan(10);
    expect(NAMES.length).toBeGreaterThan(60);
  });

  it('names files that exist, relative to lib/, lib/platform or lib/explorer', () => {
    const folders = ['.', 'lib', 'lib/platform', 'lib/explorer'];
    expect(FILES.filter(file => !folders.some(folder => existsSync(join(folder, file))))).toEqual([]);
  });

  it('names members that their classes have', () => {
    const missing = MEMBERS.filter(code => {
      const [, type = '', member = ''] = /^(\w+)\.(\w+)/.exec(code) ?? [];
      const declaring = SOURCES.find(source => new RegExp(`class ${type}\\b`).test(source));
      const declaration = new RegExp(
        `^  (?:(?:private|protected|abstract|override|async|static) )*${member}(?:<\\w+>)?\\(`,
        'm',
      );
      return declaring === undefined || !declaration.test(declaring);
    });
    expect(missing).toEqual([]);
  });

  it('names functions and classes that occur in lib', () => {
    const missing = NAMES.map(code => code.replace('()', '')).filter(
      name => !SOURCES.some(source => new RegExp(`\\b${name}\\b`).test(source)),
    );
    expect(missing).toEqual([]);
  });
});
