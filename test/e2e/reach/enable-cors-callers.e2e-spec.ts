import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction } from 'node:vm';
import { jest } from '@jest/globals';
import { type HttpServer, type INestApplication, Logger, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { SETTINGS, create } from '../support/applications.js';

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: 'https://app.example.com' } })] })
class RootModule {}

type Setup = (target: INestApplication | HttpServer) => unknown;

const BODY = "target.enableCors({ origin: '*' });";
const OWN = 'app.enableCors() or the cors option is in use, but has no effect with CorsModule. Remove it.';
const namedBy = (path: string): string =>
  `${path} calls enableCors(), which has no effect with CorsModule. Write policies for the paths that this file serves in the option paths of CorsModule.forRoot().`;

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'enable-cors-')));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A package whose only export switches CORS on. */
function packageIn(modules: string, name: string, main: string, text: string): string {
  const target = join(folder, modules, name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, main }));
  writeFileSync(join(target, main), text);
  return join(target, main);
}

async function load(path: string): Promise<Setup> {
  const { setup } = (await import(path)) as { setup: Setup };
  return setup;
}

/** A function that Node would have loaded from there. */
function compiled(filename: string, body = BODY): Setup {
  return compileFunction(body, ['target'], { filename }) as Setup;
}

describe.each(SETTINGS)('$name', setting => {
  /** The warnings for the code, which replaces the rest of main.ts. */
  async function warnings(
    configure: (app: INestApplication) => void | Promise<void>,
    options = {},
  ): Promise<string[]> {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const app = await create(setting, RootModule, { configure, options });
    const said = warn.mock.calls.map(([message]) => String(message));
    warn.mockRestore();
    await app.close();
    return said.filter(message => message.includes('enableCors'));
  }

  test.each([
    ['CommonJS', 'index.js', `exports.setup = target => { ${BODY} };`],
    ['ESM', 'index.mjs', `export const setup = target => { ${BODY} };`],
  ])('a package (%s) that calls httpAdapter.enableCors() is named', async (_format, main, text) => {
    const setup = await load(packageIn('node_modules', 'some-auth', main, text));
    expect(
      await warnings(app => {
        setup(app.getHttpAdapter());
        setup(app.getHttpAdapter());
      }),
    ).toEqual([namedBy(`node_modules/some-auth/${main}`)]);
  });

  test('a package that calls app.enableCors() is named', async () => {
    const setup = compiled(join(folder, 'node_modules/@scope/some-auth/setup.js'));
    expect(
      await warnings(app => {
        setup(app);
      }),
    ).toEqual([namedBy('node_modules/@scope/some-auth/setup.js')]);
  });

  test('each package is named, beside the application’s own call', async () => {
    const [one, other] = ['one', 'other'].map(name => compiled(`${folder}/node_modules/${name}/index.js`));
    expect(
      await warnings(app => {
        one?.(app.getHttpAdapter());
        app.enableCors();
        other?.(app.getHttpAdapter());
      }),
    ).toEqual([namedBy('node_modules/one/index.js'), OWN, namedBy('node_modules/other/index.js')]);
  });

  test('the application’s own file that calls httpAdapter.enableCors() is named', async () => {
    expect(
      await warnings(app => {
        app.getHttpAdapter().enableCors({ origin: '*' });
      }),
    ).toEqual([namedBy('test/e2e/reach/enable-cors-callers.e2e-spec.ts')]);
  });

  test('the cors option keeps its warning, also where a package starts the application', async () => {
    const start = compiled(join(folder, 'node_modules/runner/index.js'), 'return target.init();');
    expect(
      await warnings(
        async app => {
          await start(app);
        },
        { cors: true },
      ),
    ).toEqual([OWN]);
  });

  test('app.enableCors() in the application keeps its warning', async () => {
    expect(
      await warnings(app => {
        app.enableCors();
      }),
    ).toEqual([OWN]);
  });

  test.each([
    [
      'a file URL',
      pathToFileURL(join(folder, 'node_modules/a b/index.mjs')).href,
      'node_modules/a b/index.mjs',
    ],
    ['a file URL with a query', `file://${folder}/node_modules/a/index.mjs?t=1`, 'node_modules/a/index.mjs'],
    [
      'packages in packages',
      `${folder}/node_modules/.pnpm/a@1.0.0/node_modules/a/index.js`,
      'node_modules/a/index.js',
    ],
    ['the working directory', join(process.cwd(), 'src/setup.ts'), 'src/setup.ts'],
  ])('a path is shown from node_modules or the working directory on: %s', async (_what, filename, path) => {
    const setup = compiled(filename);
    expect(
      await warnings(app => {
        setup(app.getHttpAdapter());
      }),
    ).toEqual([namedBy(path)]);
  });

  describe('with a changed Error', () => {
    const setup = compiled(`${folder}/node_modules/some-auth/index.js`);
    const saved = Object.getOwnPropertyDescriptors(Error);
    afterEach(() => {
      for (const name of ['stackTraceLimit', 'prepareStackTrace', 'captureStackTrace'] as const) {
        const descriptor = saved[name] as PropertyDescriptor | undefined;
        Reflect.deleteProperty(Error, name);
        if (descriptor !== undefined) Reflect.defineProperty(Error, name, descriptor);
      }
    });

    async function warningsWith(descriptors: PropertyDescriptorMap): Promise<string[]> {
      return warnings(app => {
        Object.defineProperties(Error, descriptors);
        const before = Object.getOwnPropertyDescriptors(Error);
        setup(app.getHttpAdapter());
        expect(Object.getOwnPropertyDescriptors(Error)).toEqual(before);
      });
    }

    const changed = { configurable: true, writable: true };
    test.each<[string, PropertyDescriptorMap]>([
      ['no stacks', { stackTraceLimit: { ...changed, value: 0 } }],
      [
        'other stacks',
        {
          prepareStackTrace: {
            ...changed,
            value: () => {
              throw new Error('not asked');
            },
          },
        },
      ],
    ])('%s: the package is named', async (_what, descriptors) => {
      expect(await warningsWith(descriptors)).toEqual([namedBy('node_modules/some-auth/index.js')]);
    });

    test.each<[string, PropertyDescriptorMap]>([
      ['a fixed limit', { stackTraceLimit: { configurable: true, writable: false, value: 0 } }],
      ['no captureStackTrace', { captureStackTrace: { ...changed, value: undefined } }],
    ])('%s: the warning names no file', async (_what, descriptors) => {
      expect(await warningsWith(descriptors)).toEqual([OWN]);
    });
  });
});
