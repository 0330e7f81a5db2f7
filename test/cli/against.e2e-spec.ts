import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { CorsRoute } from 'nestjs-cors-policy';
import { LONGEST_RUN, run } from './support/run-command.js';

jest.setTimeout(LONGEST_RUN + 10_000);

type Policy = Record<string, { value: unknown; level: string; named?: string }>;

describe('nestjs-cors-policy routes --against', () => {
  let folder: string;
  let now: CorsRoute[];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'against-'));
    now = JSON.parse((await run('routes', 'app.module.ts', '--json')).stdout) as CorsRoute[];
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  /**
   * An earlier surface: the current one with some changed rows. `undefined` for a row that did not
   * exist.
   */
  function earlier(change: (row: CorsRoute, policy: Policy) => CorsRoute | undefined): string {
    const rows = now.map(row => change(structuredClone(row), row.policy as Policy));
    const file = join(folder, 'old.json');
    writeFileSync(file, JSON.stringify(rows.filter(row => row !== undefined)));
    return file;
  }

  const orders = ({ path, method }: CorsRoute) => path === '/orders' && method === 'GET';

  it('exits with 0 without a change', async () => {
    const { code, stdout } = await run(
      'routes',
      'app.module.ts',
      '--against',
      earlier(row => row),
    );

    expect(stdout).toBe('Nothing changed.\n');
    expect(code).toBe(0);
  });

  it('prints what became wider as a table, and exits with 3', async () => {
    const file = earlier((row, policy) =>
      orders(row)
        ? {
            ...row,
            policy: {
              ...policy,
              origin: {
                value: ['https://a.example', 'https://z.example'],
                level: 'controller',
                named: 'partners',
              },
              credentials: { value: false, level: 'defaults' },
            },
          }
        : row,
    );
    const { code, stdout, stderr } = await run('routes', 'app.module.ts', '--against', file);

    expect(stdout.trimEnd().split('\n')).toEqual([
      'The change opens something: 1 row wider.',
      '',
      'CHANGE    METHOD  PATH     FIELD        WHAT',
      "wider     GET     /orders  origin       + https://b.example (policy 'partners')",
      "wider     GET     /orders  origin       + https://c.example (policy 'partners')",
      "wider     GET     /orders  origin       + https://d.example (policy 'partners')",
      "narrower  GET     /orders  origin       - https://z.example (policy 'partners')",
      "wider     GET     /orders  credentials  no → yes (policy 'partners')",
    ]);
    expect(stderr).toBe('The application talks.\n');
    expect(code).toBe(3);
  });

  it('prints Markdown for a comment, in which no policy writes any', async () => {
    const evil = 'https://a.example`|<img src=x> @someone [link](https://evil.example)';
    const file = earlier((row, policy) =>
      orders(row) ? { ...row, policy: { ...policy, origin: { value: [evil], level: 'controller' } } } : row,
    );
    const { code, stdout } = await run('routes', 'app.module.ts', '--against', file, '--markdown');

    expect(stdout).toContain(
      '**CORS: The change opens something: 1 row wider.**\n\n| change | row | field | what |\n| --- |',
    );
    expect(stdout).toContain(
      "| **wider** | `GET /orders` | origin | `+ https://a.example (policy 'partners')` |",
    );
    expect(stdout).toContain(`| \`\` - https://a.example\`\\|<img src=x>`);
    expect(code).toBe(3);
  });

  it.each<[string, (row: CorsRoute, policy: Policy) => CorsRoute | undefined, number, string]>([
    [
      'a new open route is wider',
      row => (orders(row) ? undefined : row),
      3,
      'wider   GET     /orders  new          OrdersController.list',
    ],
    [
      'a new closed route is not',
      row => (row.path === '/internal' ? undefined : row),
      0,
      'changed, not wider  POST    /internal  new    InternalController.create',
    ],
    [
      'a renamed handler is not',
      row => (orders(row) ? { ...row, handler: 'OrdersController.find' } : row),
      0,
      'OrdersController.list, was OrdersController.find',
    ],
    [
      'a moved handler is not',
      row => (orders(row) ? { ...row, path: '/all-orders' } : row),
      0,
      'OrdersController.list, was GET /all-orders',
    ],
    [
      'credentials that go where any origin went are wider',
      (row, policy) =>
        orders(row) ? { ...row, policy: { ...policy, origin: { value: '*', level: 'defaults' } } } : row,
      3,
      'credentials  no → yes',
    ],
    [
      'whether a predicate allowed what is listed now cannot be told',
      (row, policy) =>
        orders(row)
          ? { ...row, policy: { ...policy, origin: { value: '[class Tenants]', level: 'method' } } }
          : row,
      3,
      'changed, unknown  GET     /orders  origin  + https://a.example',
    ],
    [
      'enforce that is taken off is wider',
      (row, policy) =>
        orders(row) ? { ...row, policy: { ...policy, enforce: { value: true, level: 'method' } } } : row,
      3,
      'enforce  yes → no',
    ],
  ])('%s', async (_title, change, exitCode, line) => {
    const { code, stdout } = await run('routes', 'app.module.ts', '--against', earlier(change));

    expect(stdout).toContain(line);
    expect(code).toBe(exitCode);
  });

  it('exits with 2 where the earlier surface cannot be read, before the application starts', async () => {
    const { code, stdout, stderr } = await run('routes', 'app.module.ts', '--against', 'nowhere.json');

    expect(stderr).toMatch(/^nowhere\.json cannot be read: /);
    expect(stderr).not.toContain('The application talks.');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
