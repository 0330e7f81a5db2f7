import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, serve } from './support/raw-server.js';
import { runCheck } from './support/run-check.js';

const PAGE = readFileSync(join(process.cwd(), 'docs/command-line.md'), 'utf8');
const APP = 'http://app.example.com';
const SHOWN_ORIGIN = 'https://app.example.com';
const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';

/** The blocks of the page in a language, without their fences. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

/** Every field of some JSON with the types that it has: `findings[].code: string`. */
function shapeOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap(each => shapeOf(each, `${path}[]`));
  if (typeof value !== 'object' || value === null)
    return [`${path}: ${value === null ? 'null' : typeof value}`];
  // Headers are named by what a server sends.
  if (path.endsWith('Headers')) return Object.values(value).flatMap(each => shapeOf(each, `${path}.*`));
  return Object.entries(value).flatMap(([name, each]) => shapeOf(each, `${path}.${name}`));
}

const distinct = (values: readonly string[]) => [...new Set(values)].sort();

describe('The page of the command line', () => {
  let server: RunningServer;
  beforeEach(async () => {
    server = await serve(({ headers: { origin } }, response) => {
      if (origin === SHOWN_ORIGIN) response.setHeader(ALLOW_ORIGIN, [origin, origin]);
      response.setHeader('Vary', 'Origin');
      response.end();
    });
  });
  afterEach(() => server.close());

  it('shows a check as it is printed', async () => {
    const shown = blocks('text').find(block => block.startsWith('✗ BLOCKED'));
    const { stdout } = await runCheck(`${server.url}/orders`, '--origin', SHOWN_ORIGIN);
    const printed = stdout
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://localhost:3000')
      .replaceAll(/\d+ ms/g, '11 ms');

    expect(shown?.split('\n').length).toBeGreaterThan(20);
    expect(printed.startsWith(shown ?? 'nothing')).toBe(true);
  });

  it('shows the JSON of a check with the fields that it has', async () => {
    const [shown] = blocks('json').filter(block => block.includes('"exchanges"'));
    const { stdout } = await runCheck(
      ...[
        `${server.url}/orders`,
        '--origin',
        SHOWN_ORIGIN,
        '--method',
        'PUT',
        '--header',
        'Content-Type',
        '--json',
      ],
    );

    const fields = distinct(shapeOf(JSON.parse(stdout)));
    const documented = distinct(shapeOf(JSON.parse(shown ?? '')));
    expect(documented.filter(field => !fields.includes(field))).toEqual([]);
    // A field may be null in one exchange and a string in another.
    expect(fields.filter(field => !documented.includes(field))).toEqual(['.exchanges[].inPlaceOf: string']);
  });

  it('shows the JSON of a surface with the fields that it has', async () => {
    const shown = blocks('json').find(block => block.includes('"rows"'));
    const file = join(tmpdir(), `surface-${process.pid}.json`);
    const policy = {
      origin: { value: APP, level: 'method' },
      allowedHeaders: { value: [], level: 'method' },
    };
    writeFileSync(file, JSON.stringify([{ method: 'GET', path: '/orders', handler: 'Orders.list', policy }]));
    const { stdout } = await runCheck(server.url, '--origin', APP, '--surface', file, '--json');
    rmSync(file);

    const documented = JSON.parse(shown ?? '') as object;
    const printed = JSON.parse(stdout) as object;
    expect(Object.keys(printed)).toEqual(Object.keys(documented));
    const fields = distinct(shapeOf(printed)).filter(field => !field.startsWith('.findings'));
    expect(fields).toEqual(distinct(shapeOf(documented)));
  });
});
