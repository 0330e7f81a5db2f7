import { Controller, Get, type INestApplication, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CorsModule, CorsService } from 'nestjs-cors-policy';
import { cacheSettings } from '../../lib/caching/cached-origins-options.js';
import { checkedOptions } from '../../lib/explorer/checked-options.js';
import { readProse } from '../support/documentation-page.js';
import { evaluate } from '../support/run-example.js';
import { publicSurface } from './support/public-surface.js';

const PAGE = 'docs/reference.md';
const LINES = readProse(PAGE);
const SURFACE = publicSurface(['lib/index.ts', 'lib/explorer/index.ts', 'lib/testing/index.ts']);

/** Texts for a value that no level sets. For flags, an empty object has the same meaning. */
const ABSENT = ['absent', '{}'];

/** The text below the heading of a name. */
function sectionOf(name: string): string {
  return LINES.filter(({ section }) => section === name)
    .map(({ line }) => line)
    .join('\n');
}

/** The rows of a section's table of options, by name. */
function optionsOf(name: string): ReadonlyMap<string, { readonly default: string }> {
  const rows = sectionOf(name)
    .split('\n')
    .filter(line => line.startsWith('| `'));
  return new Map(
    rows.map(row => {
      const [, option = '', , value = ''] = row.split(/(?<!\\)\|/).map(cell => cell.trim());
      return [option.replaceAll('`', ''), { default: value.replaceAll('`', '') }];
    }),
  );
}

describe('the reference is complete', () => {
  it('knows what the library exports', () => {
    expect(SURFACE.length).toBeGreaterThan(50);
    expect(SURFACE.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'CorsModule',
        'CorsPolicyOptions',
        'cachedOrigins',
        'CorsExplorerModule',
        'CorsBrowser',
      ]),
    );
    expect(SURFACE.find(({ name }) => name === 'CorsPolicyOptions')?.members).toContain('maxAge');
  });

  it.each(SURFACE)('$name stands there', ({ name }) => {
    const text = LINES.map(({ line }) => line).join('\n');
    expect(text).toMatch(new RegExp(`\`${name}(?:\\(.*?\\))?\``));
  });

  const described = SURFACE.filter(({ members }) => members.length > 0);
  it.each(described)('$name has all of its members', ({ name, members }) => {
    const text = sectionOf(name);
    const missing = members.filter(
      member => !new RegExp(`\`(?:${name}\\.)?${member}(?:\\(.*?\\))?\``).test(text),
    );
    expect(missing).toEqual([]);
  });

  const tables = SURFACE.filter(({ name }) => sectionOf(name).includes('| option '));
  it.each(tables)('$name has no option that there is not', ({ name, members }) => {
    expect([...optionsOf(name).keys()].sort()).toEqual([...members].sort());
  });

  it.each(tables.filter(({ name }) => name !== 'CorsModuleAsyncOptions'))(
    '$name has the default from the comment of each option',
    ({ name, defaults, required }) => {
      const written = optionsOf(name);
      for (const option of required)
        expect([option, written.get(option)?.default]).toEqual([option, 'required']);
      for (const [option, value] of defaults) {
        // In a comment a string stands with quotes or without.
        expect([option, written.get(option)?.default.replaceAll("'", '')]).toEqual([
          option,
          value.replaceAll("'", ''),
        ]);
      }
    },
  );
});

@Controller('cats')
class CatsController {
  @Get()
  list() {
    return [];
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [CatsController] })
class AppModule {}

describe('the defaults that the reference says are those of the code', () => {
  let app: INestApplication;

  beforeAll(async () => {
    app = await NestFactory.create(AppModule, { logger: false });
    await app.init();
  });

  afterAll(() => app.close());

  it.each([...optionsOf('CorsPolicyOptions')])('CorsPolicyOptions.%s', (option, written) => {
    const policy = app.get(CorsService).routes()[0]?.policy ?? {};
    const field: unknown = Reflect.get(policy, option);
    expect(field).toEqual(
      ABSENT.includes(written.default) ? undefined : { value: evaluate(written.default), level: 'built-in' },
    );
  });

  it.each([...optionsOf('CachedOriginsOptions')])('CachedOriginsOptions.%s', (option, written) => {
    const value: unknown = Reflect.get(cacheSettings({ ttl: 1 }), option);
    const expected = { required: 1, absent: undefined };
    expect(value).toEqual(
      written.default === 'required' || written.default === 'absent'
        ? expected[written.default]
        : evaluate(written.default),
    );
  });

  it.each([...optionsOf('CorsExplorerOptions')])('CorsExplorerOptions.%s', (option, written) => {
    expect(Reflect.get(checkedOptions({}), option)).toEqual(evaluate(written.default));
  });
});
