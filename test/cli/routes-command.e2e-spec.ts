import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { CorsRoute } from 'nestjs-cors-policy';
import { LONGEST_RUN, run } from './support/run-command.js';

jest.setTimeout(LONGEST_RUN + 10_000);

describe('nestjs-cors-policy routes', () => {
  it.each(['express', 'fastify'])('prints the surface as a table, on %s', async platform => {
    const { code, stdout, stderr } = await run('routes', 'app.module.ts', '--platform', platform);

    expect(stderr).toBe('The application talks.\n');
    expect(stdout.trimEnd().split('\n')).toEqual([
      'METHOD  PATH                                HANDLER                    ORIGIN                                                                                     CREDENTIALS                   ELSE',
      'GET     /catalogue (host shop.example.com)  CatalogueController.list   * (controller)                                                                             no (defaults)                 -',
      'POST    /internal                           InternalController.create  none (method)                                                                              no (defaults)                 -',
      "GET     /orders                             OrdersController.list      https://a.example https://b.example https://c.example and 1 more (controller, 'partners')  yes (controller, 'partners')  maxAge 600 (controller)",
      "PUT     /orders/:id                         OrdersController.replace   https://a.example https://b.example https://c.example and 1 more (controller, 'partners')  yes (controller, 'partners')  methods none (method); maxAge 600 (controller)",
      '',
      '4 routes: 1 closed to other origins, 1 open to any, 2 with credentials.',
    ]);
    expect(code).toBe(0);
  });

  it('says where predicates were written, and leaves out the routes of the explorer', async () => {
    const { code, stdout } = await run('routes', 'predicates.module.ts');

    expect(stdout.trimEnd().split('\n')).toEqual([
      expect.stringMatching(/^METHOD {2}PATH/),
      expect.stringContaining(
        'https://app.example [function at predicates.module.ts:11] [function isTenant at predicates.module.ts:5] (method)',
      ),
      expect.stringContaining('[function cachedOrigins(the origin predicate)] (method)'),
      '',
      '2 routes: 0 closed to other origins, 0 open to any, 0 with credentials.',
      expect.stringMatching(/^Not shown: \d+ routes of the explorer\. --all shows them\.$/),
    ]);
    expect(code).toBe(0);
  });

  it('shows the routes of the explorer with --all', async () => {
    const { stdout } = await run('routes', 'predicates.module.ts', '--all');

    expect(stdout).toContain('/cors-explorer');
    expect(stdout).not.toContain('Not shown');
  });

  it('has no places in the JSON, which changes only with the policies', async () => {
    const { stdout } = await run('routes', 'predicates.module.ts', '--json');

    expect(stdout).toContain('"[function isTenant]"');
    expect(stdout).not.toContain(' at predicates.module.ts');
    expect(stdout).toContain('CorsExplorerController.page');
  });

  it('prints the surface as JSON, the same as routes()', async () => {
    const { code, stdout } = await run('routes', './app.module.ts', '--json');
    const routes = JSON.parse(stdout) as CorsRoute[];

    expect(code).toBe(0);
    expect(routes.map(({ method, path, handler }) => [method, path, handler])).toEqual([
      ['GET', '/catalogue', 'CatalogueController.list'],
      ['POST', '/internal', 'InternalController.create'],
      ['GET', '/orders', 'OrdersController.list'],
      ['PUT', '/orders/:id', 'OrdersController.replace'],
    ]);
    expect(routes[3]?.policy).toMatchObject({
      credentials: { value: true, level: 'controller', named: 'partners' },
      methods: { value: [], level: 'method' },
    });
  });

  it('has the application prepared as main.ts does', async () => {
    const { code, stdout } = await run('routes', 'app.module.ts', '--setup', 'setup.ts', '--json');

    expect(code).toBe(0);
    expect((JSON.parse(stdout) as CorsRoute[]).map(({ path }) => path)).toContain('/api/orders/:id');
  });

  it('loads CommonJS, and finds the only module', async () => {
    const { code, stdout } = await run('routes', 'commonjs.module.cjs');

    expect(stdout).toContain('CatsController.list');
    expect(code).toBe(0);
  });

  it('ends although the application keeps handles open and does not close', async () => {
    const { code, stdout } = await run('routes', 'busy.module.ts', '--json');

    expect(code).toBe(0);
    expect(stdout).toBe('[]\n');
  });

  it('exits with 1 and the text of the configuration error', async () => {
    const { code, stdout, stderr } = await run('routes', 'broken.module.ts', '--export', 'BrokenModule');

    expect(stderr).toMatch(/^One problem in the CORS configuration:\n/);
    expect(stderr).toContain("1. @CorsPolicy() on CatsController, origin: 'https://app.example.com/'");
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it.each([
    ['waits for what never comes', 'WaitingModule', 'it waits for something that never happens.'],
    ['ends its process, as if all was well', 'EndingModule', 'before it had started, with exit code 0.'],
    ['leaves a rejection unhandled', 'RejectingModule', 'Error: in the background'],
    ['fails for a reason that has a cause', 'FailingModule', '[cause]: Error: connection refused'],
  ])('exits with 1, and says why, where the application %s', async (_title, name, message) => {
    const { code, stdout, stderr } = await run('routes', 'unruly.module.ts', '--export', name, '--json');

    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(1);
  });

  it('keeps the surface apart from what is written past process.stdout, as loggers and child processes do', async () => {
    const { code, stdout, stderr } = await run(
      'routes',
      'unruly.module.ts',
      '--export',
      'WritingModule',
      '--json',
    );

    expect(stdout).toBe('[]\n');
    expect(stderr).toBe('by a logger\nby a child process\n');
    expect(code).toBe(0);
  });

  it.each(['PromisedModule', 'CompiledModule'])('takes what Nest takes as a root module: %s', async name => {
    const { code, stdout } = await run('routes', 'other-roots.module.cjs', '--export', name, '--json');

    expect(stdout).toBe('[]\n');
    expect(code).toBe(0);
  });

  it('exits with 1 where the application does not import CorsModule', async () => {
    const { code, stderr } = await run('routes', 'without-cors.module.ts');

    expect(stderr).toContain('The application does not import CorsModule.');
    expect(code).toBe(1);
  });

  it('chooses among several modules by --export', async () => {
    const { code, stdout } = await run('routes', 'several.module.ts', '--export', 'SecondModule', '--json');

    expect(stdout).toBe('[]\n');
    expect(code).toBe(0);
  });

  it.each<[string, string[], string]>([
    ['an unknown option', ['routes', 'app.module.ts', '--jason'], '--jason'],
    [
      'an unknown platform',
      ['routes', 'app.module.ts', '--platform', 'koa'],
      "express or fastify, not 'koa'",
    ],
    ['a file that is not there', ['routes', 'nowhere.js'], 'The file nowhere.js does not exist.'],
    [
      'an export that is not there',
      ['routes', 'app.module.ts', '--export', 'Nope'],
      "no module class as export 'Nope' (it exports AppModule)",
    ],
    [
      'an export that is there only for the sake of CommonJS',
      ['routes', 'other-roots.module.cjs', '--export', 'Nope'],
      '(it exports CompiledModule, PromisedModule)',
    ],
    [
      'several modules',
      ['routes', 'several.module.ts'],
      'exports 2 module classes (it exports FirstModule, SecondModule). Choose one with --export.',
    ],
    [
      'a setup that is no function',
      ['routes', 'app.module.ts', '--setup', 'several.module.ts'],
      "must export a function as default or as 'setup'",
    ],
  ])('exits with 2 and the help on wrong usage: %s', async (_title, args, message) => {
    const { code, stdout, stderr } = await run(...args);

    expect(stderr).toContain(message);
    expect(stderr).toContain('Usage: nestjs-cors-policy routes <module file>');
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each(['--version', '-v'])('prints its version: %s', async option => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

    expect(await run(option)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('prints its help', async () => {
    const { code, stdout, stderr } = await run('--help');

    expect(stdout).toMatch(/^Usage: nestjs-cors-policy routes <module file> \[options\]/);
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });
});
