import { application } from './support/application.js';
import { BuiltSchematics, type Files } from './support/built-schematics.js';

const schematics = new BuiltSchematics('project');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

const IMPORT = "import { CorsModule } from 'nestjs-cors-policy';";

/** The `@Module()` of the root module, after the run. */
async function metadataAfter(metadata: string, lines = '', more = ''): Promise<string> {
  const files = { ...application(lines, { metadata }) };
  const source = files['src/app.module.ts']?.replace('\n@Module', `${more}\n@Module`) ?? '';
  const { files: after } = await schematics.nestAdd({ ...files, 'src/app.module.ts': source });
  const text = after['src/app.module.ts'] ?? '';
  expect(text).toContain(`import { CatsModule } from './cats.module.js';\n${IMPORT}\n`);
  return text.slice(text.indexOf('@Module(') + '@Module('.length, text.indexOf(')\nexport class'));
}

describe('nest add, in the metadata of the root module', () => {
  it.each<[string, string, string?]>([
    ['{}', '{ imports: [CorsModule.forRoot()] }'],
    ['{\n}', '{\n  imports: [CorsModule.forRoot()],\n}'],
    ['{ providers: [] }', '{ imports: [CorsModule.forRoot()], providers: [] }'],
    [
      '{\n  // Ours.\n  providers: [],\n}',
      '{\n  imports: [CorsModule.forRoot()],\n  // Ours.\n  providers: [],\n}',
    ],
    ['{ imports: [] }', '{ imports: [CorsModule.forRoot()] }'],
    [
      '{\n  imports: [\n    // none\n  ],\n}',
      '{\n  imports: [\n    // none\n    CorsModule.forRoot(),\n  ],\n}',
    ],
    ['{ imports: [CatsModule] }', '{ imports: [CatsModule, CorsModule.forRoot()] }'],
    ['{ imports: [CatsModule,] }', '{ imports: [CatsModule, CorsModule.forRoot(),] }'],
    ["{ 'imports': [...others] }", "{ 'imports': [...others, CorsModule.forRoot()] }"],
    [
      '{\n\timports: [\n\t\tCatsModule, // cats\n\t\t...others, // others\n\t],\n}',
      '{\n\timports: [\n\t\tCatsModule, // cats\n\t\t...others, // others\n\t\tCorsModule.forRoot(),\n\t],\n}',
    ],
    [
      '{\n  imports: [\n    CatsModule,\n    DogsModule // dogs\n  ]\n}',
      '{\n  imports: [\n    CatsModule,\n    DogsModule, // dogs\n    CorsModule.forRoot()\n  ]\n}',
    ],
    ['{ imports: modules }', '{ imports: [...modules, CorsModule.forRoot()] }'],
    ['{ imports, providers }', '{ imports: [...imports, CorsModule.forRoot()], providers }'],
    [
      '{ ...base, providers: [] }',
      '{ ...base, providers: [], imports: [...(base.imports ?? []), CorsModule.forRoot()] }',
    ],
    [
      '{ ...base, providers: [] }',
      '{ ...base, providers: [], imports: [...base.imports, CorsModule.forRoot()] }',
      'const base = { imports: [CatsModule] };\n',
    ],
    [
      '{ ...base, providers: [] }',
      '{ imports: [CorsModule.forRoot()], ...base, providers: [] }',
      'const base = { controllers: [] };\n',
    ],
  ])('%j becomes %j', async (...[before, after, more]) => {
    expect(await metadataAfter(before, '', more)).toBe(after);
  });

  it('writes the defaults with the indentation of the file, and changes nothing else', async () => {
    expect(
      await metadataAfter(
        "{\n    imports: [CatsModule],\n    providers:    [ { provide:'A',useValue:1 } ],\n}",
        "app.enableCors({ origin: ['https://a.example'] });",
      ),
    ).toBe(`{
    imports: [CatsModule, CorsModule.forRoot({
        defaults: {
            origin: ['https://a.example'],
            allowedHeaders: '*',
        },
    })],
    providers:    [ { provide:'A',useValue:1 } ],
}`);
  });

  it('keeps the line ends of the file', async () => {
    const files = Object.fromEntries(
      Object.entries(application('app.enableCors();')).map(([path, text]) => [
        path,
        text.replaceAll('\n', '\r\n'),
      ]),
    );
    const { files: after } = await schematics.nestAdd(files);

    for (const text of Object.values(after)) expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after['src/app.module.ts']).toContain("origin: '*',\r\n");
  });

  it.each([
    [
      "import { CorsPolicy } from 'nestjs-cors-policy';",
      "import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';",
      'CorsModule.forRoot()',
    ],
    [
      'import { CorsModule } from "./own/cors.module"',
      'import { CorsModule as CorsPolicyModule } from "nestjs-cors-policy"',
      'CorsPolicyModule.forRoot()',
    ],
  ])('beside %s', async (present, statement, call) => {
    const files = application('');
    const source = files['src/app.module.ts']?.replace(
      "import { CatsModule } from './cats.module.js';",
      present,
    );
    const { files: after } = await schematics.nestAdd({ ...files, 'src/app.module.ts': source ?? '' });

    expect(after['src/app.module.ts']).toContain(statement);
    expect(after['src/app.module.ts']).toContain(call);
  });
});

describe('nest add, in main.ts', () => {
  const mainAfter = async (...[lines, surroundings]: Parameters<typeof application>): Promise<string> => {
    const { files } = await schematics.nestAdd(application(lines, surroundings));
    return files['src/main.ts'] ?? '';
  };
  const main = (...parameters: Parameters<typeof application>): string =>
    application(...parameters)['src/main.ts'] ?? '';

  it.each<[string, Parameters<typeof application>, Parameters<typeof application>]>([
    ['a call', ['app.enableCors();'], ['']],
    [
      'a call among others',
      ['app.use(a);\n\n  app.enableCors();\n\n  app.use(b);'],
      ['app.use(a);\n\n  app.use(b);'],
    ],
    [
      'a call with its comments',
      ['// For the shop.\n  app.enableCors(); // all of it\n  app.use(b);'],
      ['app.use(b);'],
    ],
    [
      'a call under an if',
      ['if (process.env.DEV) {\n    app.enableCors();\n  }\n  app.use(b);'],
      ['app.use(b);'],
    ],
    [
      'the option',
      ['', { create: 'NestFactory.create(AppModule, { cors: true })' }],
      ['', { create: 'NestFactory.create(AppModule)' }],
    ],
    [
      'the option among others',
      [
        '',
        {
          create:
            'NestFactory.create(AppModule, new ExpressAdapter(), { cors: { origin: true }, bodyParser: false })',
        },
      ],
      ['', { create: 'NestFactory.create(AppModule, new ExpressAdapter(), { bodyParser: false })' }],
    ],
    [
      'the option as the last of others',
      ['', { create: "NestFactory.create(AppModule, {\n    logger: ['error'],\n    cors: true,\n  })" }],
      ['', { create: "NestFactory.create(AppModule, {\n    logger: ['error'],\n  })" }],
    ],
    [
      'the option in a constant',
      [
        '',
        {
          create: 'NestFactory.create(AppModule, options)',
          above: 'const options = { logger, cors: true };\n',
        },
      ],
      ['', { create: 'NestFactory.create(AppModule, options)', above: 'const options = { logger };\n' }],
    ],
    [
      'what only the options needed',
      [
        'app.enableCors(cors);',
        {
          above: `import type { CorsOptions } from '@nestjs/common/interfaces';
import { a, b } from './values.js';
const origin = ['https://a.example'];
const cors: CorsOptions = { origin, maxAge: a };
use(b);
`,
        },
      ],
      ['', { above: "import { b } from './values.js';\nuse(b);\n" }],
    ],
    [
      'nothing that others need',
      ['app.enableCors({ origin });\n  use(origin);', { above: "const origin = 'https://a.example';\n" }],
      ['use(origin);', { above: "const origin = 'https://a.example';\n" }],
    ],
    [
      'what only the options needed of the application',
      ["const config = app.get(Config);\n  app.enableCors({ origin: config.get('A') });"],
      [''],
    ],
    [
      'the name alone of what does more than give a value',
      ['const origin = await load();\n  app.enableCors({ origin });'],
      ['await load();'],
    ],
  ])('takes out %s', async (_what, before, after) => {
    expect(await mainAfter(...before)).toBe(main(...after));
  });

  it('leaves cors: false, which is where the module starts', async () => {
    const before = application('', { create: 'NestFactory.create(AppModule, { cors: false })' });
    const { files } = await schematics.nestAdd(before);

    expect(files['src/main.ts']).toBe(before['src/main.ts']);
    expect(files['src/app.module.ts']).toContain('CorsModule.forRoot()');
  });

  it('keeps the condition', async () => {
    const { files } = await schematics.nestAdd(
      application('if (dev) app.enableCors();', {
        above: "const dev = process.env.NODE_ENV === 'development';\n",
      }),
    );

    expect(files['src/app.module.ts']).toContain("defaults: process.env.NODE_ENV === 'development' ? {\n");
    expect(files['src/app.module.ts']).toContain('} : {},');
  });

  it.each([
    ['a condition that only that file knows', 'if (app.get(Config).dev) app.enableCors();'],
    [
      'two uses',
      "app.enableCors({ origin: 'https://b.example' });\n  app.enableCors({ origin: 'https://a.example' });",
    ],
    ['an else', 'if (a) app.enableCors();\n  else b();'],
    ['a function of its own', 'const open = () => {\n    app.enableCors();\n  };\n  if (a) open();'],
    ['an expression around it', 'a && app.enableCors();'],
    ['a loop', 'for (const one of apps) {\n    one.enableCors();\n  }'],
  ])('allows no other origin where the use has %s', async (_what, lines) => {
    const { files, log } = await schematics.nestAdd(application(lines));

    expect(files['src/app.module.ts']).toContain('origin: false');
    expect(files['src/app.module.ts']).not.toContain("'*'");
    expect(files['src/app.module.ts']).toMatch(/\/\/ {3}.*enableCors\(/);
    expect(log.join('\n')).toContain('no other origin is allowed');
  });

  it('allows no other origin where another file switches CORS on', async () => {
    const { files, log } = await schematics.nestAdd({
      ...application('setup(app);'),
      'src/setup.ts': 'export const setup = app => app.enableCors();\n',
    });

    expect(files['src/app.module.ts']).toContain('origin: false');
    expect(log.join('\n')).toContain('it stands where it stood, in src/setup.ts');
  });

  it('allows no credentials if another use allowed any origin', async () => {
    const { files, log } = await schematics.nestAdd(
      application("app.enableCors({ origin: ['https://a.example'], credentials: true });", {
        create: 'NestFactory.create(AppModule, { cors: true })',
      }),
    );

    expect(files['src/app.module.ts']).toContain("origin: ['https://a.example'],");
    expect(files['src/app.module.ts']).not.toMatch(/^\s*credentials/m);
    expect(log.join('\n')).toContain('credentials were left out: CORS was switched on a second time');
  });

  it('understands then()', async () => {
    const { files } = await schematics.nestAdd({
      ...application(''),
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
NestFactory.create(AppModule).then(app => {
  app.enableCors();
  return app.listen(3000);
});
`,
    });

    expect(files['src/main.ts']).not.toContain('enableCors');
    expect(files['src/app.module.ts']).toContain("origin: '*'");
  });
});

describe('nest add finds the root module', () => {
  const main = (statement: string, root = 'AppModule'): string =>
    `import { NestFactory } from '@nestjs/core';\n${statement}\nconst app = await NestFactory.create(${root});\n`;
  const MODULE = "import { Module } from '@nestjs/common';\n@Module({})\nexport class AppModule {}\n";
  const tsconfig =
    '{ /* as nest new */ "compilerOptions": { "baseUrl": "./", "paths": { "@app/*": ["src/*"] }, } }';

  it.each<[string, Files, string, Record<string, string>?]>([
    [
      'of ESM',
      { 'src/main.ts': main("import { AppModule } from './app.module.js';"), 'src/app.module.ts': MODULE },
      'src/app.module.ts',
    ],
    [
      'of CommonJS',
      { 'src/main.ts': main("import { AppModule } from './app.module';"), 'src/app.module.ts': MODULE },
      'src/app.module.ts',
    ],
    [
      'by another name',
      {
        'src/main.ts': main("import { AppModule as Root } from './app.module';", 'Root'),
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    [
      'as a default export',
      {
        'src/main.ts': main("import Root from './root';", 'Root'),
        'src/root.ts': MODULE.replace('export class', 'export default class'),
      },
      'src/root.ts',
    ],
    [
      'as a default export without a name',
      {
        'src/main.ts': main("import Root from './root';", 'Root'),
        'src/root.ts': MODULE.replace('export class AppModule', 'export default class'),
      },
      'src/root.ts',
    ],
    [
      'as a default export that stands apart',
      {
        'src/main.ts': main("import Root from './root';", 'Root'),
        'src/root.ts': `${MODULE.replace('export ', '')}export default AppModule;\n`,
      },
      'src/root.ts',
    ],
    [
      'under the name that it is exported by',
      {
        'src/main.ts': main("import { Root } from './root';", 'Root'),
        'src/root.ts': `${MODULE.replace('export ', '')}export { AppModule as Root };\n`,
      },
      'src/root.ts',
    ],
    [
      'through barrels',
      {
        'src/main.ts': main("import { AppModule } from './app';"),
        'src/app/index.ts': "export * from './cats.js';\nexport { AppModule } from './root/index.js';\n",
        'src/app/cats.ts': '',
        'src/app/root/index.ts': "export * from './app.module.js';\n",
        'src/app/root/app.module.ts': MODULE,
      },
      'src/app/root/app.module.ts',
    ],
    [
      'from the root folder',
      {
        'tsconfig.json': tsconfig,
        'src/main.ts': main("import { AppModule } from 'src/app.module';"),
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    [
      'by an alias',
      {
        'tsconfig.json': tsconfig,
        'src/main.ts': main("import { AppModule } from '@app/app.module';"),
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    ['in main.ts itself', { 'src/main.ts': `${MODULE}${main('')}app.enableCors();\n` }, 'src/main.ts'],
    [
      'as a dynamic module',
      {
        'src/main.ts': main("import { AppModule } from './app.module';", 'AppModule.register({ a: 1 })'),
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    [
      'of Fastify',
      {
        'src/main.ts':
          "import { AppModule } from './app.module';\nNestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());\n",
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    [
      'of another entry file',
      {
        'nest-cli.json': '{ "sourceRoot": "source", "entryFile": "server" }',
        'source/server.ts': main("import { AppModule } from './app.module';"),
        'source/app.module.ts': MODULE,
      },
      'source/app.module.ts',
      { sourceRoot: 'source' },
    ],
    [
      'of the only file that makes an application',
      {
        'src/bootstrap/start.ts': main("import { AppModule } from '../app.module';"),
        'src/app.module.ts': MODULE,
      },
      'src/app.module.ts',
    ],
    [
      'where the CLI knows no source root',
      { 'src/main.ts': main("import { AppModule } from './app.module';"), 'src/app.module.ts': MODULE },
      'src/app.module.ts',
      { sourceRoot: 'undefined' },
    ],
  ])('%s', async (...[, files, path, options]) => {
    const { files: after } = await schematics.nestAdd(files, options);

    expect(after[path]).toContain('CorsModule.forRoot(');
    expect(after[path]).toContain(IMPORT);
    expect(Object.values(after).join('\n').split('CorsModule.forRoot(')).toHaveLength(2);
    expect(after['src/main.ts'] ?? '').not.toContain('enableCors');
  });

  describe('in a monorepo', () => {
    const files: Files = {
      'nest-cli.json': JSON.stringify({
        monorepo: true,
        root: 'apps/shop',
        sourceRoot: 'apps/shop/src',
        projects: {
          shop: { type: 'application', root: 'apps/shop', sourceRoot: 'apps/shop/src', entryFile: 'main' },
          back: { type: 'application', root: 'apps/back', sourceRoot: 'apps/back/src', entryFile: 'server' },
        },
      }),
      'apps/shop/src/main.ts': main("import { AppModule } from './app.module';"),
      'apps/shop/src/app.module.ts': MODULE,
      'apps/back/src/server.ts': main("import { AppModule } from './app.module';"),
      'apps/back/src/app.module.ts': MODULE,
    };

    it.each([
      [{}, 'apps/shop'],
      [{ sourceRoot: 'apps/shop/src' }, 'apps/shop'],
      [{ sourceRoot: 'apps/back/src' }, 'apps/back'],
      [{ sourceRoot: 'apps/shop/src', project: 'back' }, 'apps/back'],
    ])('%j is %s', async (options, folder) => {
      const { files: after } = await schematics.nestAdd(files, options);

      const changed = Object.keys(files).filter(path => after[path] !== files[path]);
      expect(changed).toEqual([`${folder}/src/app.module.ts`]);
    });

    it('names the projects there are', async () => {
      await expect(schematics.nestAdd(files, { project: 'front' })).rejects.toThrow('there are shop, back');
    });
  });

  it.each<[string, Files, string]>([
    ['no application', { 'src/index.ts': 'export {};\n' }, 'No NestFactory.create() found in src/main.ts'],
    [
      'a root that is no class',
      { 'src/main.ts': main('', 'makeModule()') },
      'NestFactory.create(makeModule()) does not name a module class',
    ],
    [
      'a root in a package',
      { 'src/main.ts': main("import { AppModule } from 'elsewhere';") },
      'the class AppModule was not found',
    ],
    [
      'metadata that cannot be read',
      { 'src/main.ts': main('') + MODULE.replace('{}', 'metadata()') },
      '@Module() is not given an object',
    ],
    [
      'several applications',
      { 'src/main.ts': `${main('')}await NestFactory.create(OtherModule);\n` },
      'makes several applications: AppModule, OtherModule',
    ],
  ])('reports %s, and changes nothing', async (_what, files, message) => {
    await expect(schematics.nestAdd(files)).rejects.toThrow(message);
  });
});

describe('nest add, a second time', () => {
  it.each([
    '',
    'app.enableCors();',
    'app.enableCors({ origin: true, credentials: true });',
    'a && app.enableCors();',
  ])('changes nothing after %j', async lines => {
    const once = await schematics.nestAdd(application(lines));
    const twice = await schematics.nestAdd(once.files);

    expect(twice.files).toEqual(once.files);
    expect(twice.log).toEqual(['info: src/app.module.ts imports CorsModule already. Nothing was changed.']);
  });

  it('sees that another module registers it', async () => {
    const files = {
      ...application(''),
      'src/security.module.ts': `${IMPORT}\nexport const security = CorsModule.forRootAsync({ useClass: Options });\n`,
    };

    expect((await schematics.nestAdd(files)).files).toEqual(files);
  });
});
