import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { application } from './support/application.js';
import { BuiltSchematics } from './support/built-schematics.js';
import { CLOSED, CORS, FASTIFY, translateModule } from './support/translate-module.js';

const schematics = new BuiltSchematics('paths');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

const translate = (...[lines, surroundings]: Parameters<typeof application>) =>
  translateModule(schematics, lines, surroundings);

const OPEN = "{ origin: '*', allowedHeaders: '*', }";

describe('app.use() with a path and cors() becomes a policy and keys of paths', () => {
  it.each<{ lines: string; options: string; above?: string; create?: string }>([
    {
      lines: "app.use('/public', cors({ origin: '*' }));",
      options: `{ policies: { public: ${OPEN}, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    {
      lines: "app.use('/public/', cors());",
      options: `{ policies: { public: ${OPEN}, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    {
      lines: "app.use('/', cors());",
      options: `{ policies: { root: ${OPEN}, }, paths: { '/': 'root', '/*': 'root', }, }`,
    },
    {
      lines: "app.use(['/fonts', '/api/v1/icons'], cors());",
      options: `{ policies: { fonts: ${OPEN}, }, paths: { '/fonts': 'fonts', '/fonts/*': 'fonts', '/api/v1/icons': 'fonts', '/api/v1/icons/*': 'fonts', }, }`,
    },
    {
      lines:
        "app.use('/api/v1', cors({ origin: ['https://a.example'], credentials: true, maxAge: 600 }));\n  app.use('/api-v1', cors({ origin: false }));",
      options:
        "{ policies: { apiV1: { origin: ['https://a.example'], credentials: true, maxAge: 600, allowedHeaders: '*', }, apiV12: { origin: false, allowedHeaders: '*', }, }, paths: { '/api/v1': 'apiV1', '/api/v1/*': 'apiV1', '/api-v1': 'apiV12', '/api-v1/*': 'apiV12', }, }",
    },
    {
      lines: "app.use('/unmanaged', cors());",
      options: `{ policies: { pathUnmanaged: ${OPEN}, }, paths: { '/unmanaged': 'pathUnmanaged', '/unmanaged/*': 'pathUnmanaged', }, }`,
    },
    // A constant of the file is as good as its text.
    {
      lines: 'app.use(PATH, open);',
      above: `${CORS}const PATH = '/public';\nconst open = cors({ origin: true });\n`,
      options: `{ policies: { public: ${OPEN}, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    {
      lines: "if (process.env.OPEN === 'yes') app.use('/public', cors());",
      options: `{ policies: { public: process.env.OPEN === 'yes' ? ${OPEN} : {}, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    {
      lines: "app.use('/public', cors());",
      ...FASTIFY,
      options: `{ policies: { public: ${OPEN}, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    // It comes first, and later uses leave its headers unchanged. The policy repeats no value of
    // the defaults.
    {
      lines:
        "app.use('/public', cors());\n  app.enableCors({ origin: ['https://a.example'], credentials: true, methods: ['GET', 'POST'] });",
      options: `{ defaults: { origin: ['https://a.example'], credentials: true, methods: ['GET', 'POST'], allowedHeaders: '*', }, policies: { public: { origin: '*', allowedHeaders: '*', methods: ['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE'], credentials: false, }, }, paths: { '/public': 'public', '/public/*': 'public', }, }`,
    },
    {
      lines:
        "app.use('/api/public', cors());\n  app.use('/api', cors({ origin: /^https:\\/\\/a\\.example$/ }));",
      options: `{ policies: { apiPublic: ${OPEN}, api: { origin: /^https:\\/\\/a\\.example$/, allowedHeaders: '*', }, }, paths: { '/api/public': 'apiPublic', '/api/public/*': 'apiPublic', '/api': 'api', '/api/*': 'api', }, }`,
    },
  ])('$lines', async ({ lines, options, ...surroundings }) => {
    const translated = await translate(lines, surroundings);

    expect(translated.options).toBe(options);
    expect(translated.comments).toBe('');
    expect(translated.log).toBe('');
    expect(translated.main).not.toMatch(/cors/i);
    expect(translated.main).not.toContain('PATH');
  });

  it('translates the options as those of enableCors(), with the comments', async () => {
    const { comments, log, main, options } = await translate(
      "// For partners.\n  app.use('/public', cors({ origin: ['https://a.example/', /b\\.example/] }));",
    );

    expect(options).toContain(
      "{ policies: { public: { origin: ['https://a.example'], allowedHeaders: '*', }, }",
    );
    expect(comments).toContain('For partners.');
    expect(comments).toContain("it was 'https://a.example/', which no origin ever equals");
    expect(comments).toContain('/b\\.example/ was left out');
    expect(log).toContain('src/app.module.ts, origin: /b\\.example/ was left out');
    expect(main).not.toContain('partners');
  });

  it.each([
    'origin: true, credentials: true',
    'origin: (origin, callback) => ask(origin, callback)',
    "origin: app.get(Config).get('ORIGIN')",
  ])('cors({ %s }) allows no other origin', async written => {
    const { comments, options } = await translate(`app.use('/public', cors({ ${written} }));`);

    expect(options).toContain('{ policies: { public: { origin: false,');
    expect(options).toContain("paths: { '/public': 'public', '/public/*': 'public', }");
    expect(comments).toContain('no other origin is allowed');
  });

  it.each(['options', '(request, callback) => callback(null, {})'])('cors(%s) is closed', async written => {
    const { comments, main, options } = await translate(`app.use('/public', cors(${written}));`);

    expect(options).toBe(`{ paths: { ${CLOSED} }, }`);
    expect(comments).toContain('no other origin is allowed');
    expect(comments).toContain(written);
    expect(main).not.toContain('cors');
  });

  it('reads the environment when the application starts where main.ts loads it', async () => {
    const { options } = await translate(
      "dotenv.config();\n  app.use('/public', cors({ origin: process.env.ORIGIN }));",
      { above: `${CORS}import * as dotenv from 'dotenv';\n` },
    );

    expect(options).toMatch(
      /^\{ useFactory: \(\) => \(\{ policies: \{ public: \{ origin: parseOrigins\(process\.env\.ORIGIN\)/,
    );
  });
});

describe('the rest of app.use() in main.ts', () => {
  it.each<[what: string, lines: string, left: string, above?: string, leftAbove?: string]>([
    ['other handlers', "app.use('/a', cors(), other);", "app.use('/a', other);"],
    [
      'an import of types',
      "app.use('/a', cors());\n  use(0 as CorsOptions);",
      'use(0 as CorsOptions);',
      "import cors, { type CorsOptions } from 'cors';\n",
      "import { type CorsOptions } from 'cors';\n",
    ],
    [
      'no import of types',
      "app.use('/a', cors(options));",
      '',
      "import cors, { type CorsOptions } from 'cors';\nconst options: CorsOptions = {};\n",
      '',
    ],
    ['no namespace', "app.use('/a', cors());", '', "import * as cors from 'cors';\n", ''],
    ['no import = require()', "app.use('/a', cors());", '', "import cors = require('cors');\n", ''],
    ['no require()', "app.use('/a', cors());", '', "const cors = require('cors');\n", ''],
    [
      'no import of the default by its name',
      "app.use('/a', cors());",
      '',
      "import { default as cors } from 'cors';\n",
      '',
    ],
    ['no name of it', "app.use('/a', allow());", '', "import allow from 'cors';\n", ''],
    [
      'a constant that is used elsewhere',
      "app.use('/a', open);\n  use(open);",
      'use(open);',
      `${CORS}const open = cors();\n`,
      `${CORS}const open = cors();\n`,
    ],
  ])('%s', async (_what, lines, left, above = CORS, leftAbove = '') => {
    const { main } = await translate(lines, { above });

    expect(main).toBe(application(left, { above: leftAbove })['src/main.ts']);
  });
});

it('writes what docs/nest-add.md shows about paths', async () => {
  const page = readFileSync(join(process.cwd(), 'docs/nest-add.md'), 'utf8');
  const [before = '', after = ''] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)]
    .map(([, code = '']) => code)
    .slice(2);
  const { files } = await schematics.nestAdd(
    application(/^app\.use\(.*\);$/ms.exec(before)?.[0] ?? '', {
      above: CORS,
      metadata: '{\n  imports: [\n    CatsModule,\n  ],\n}',
    }),
  );
  const written = (text: string): string =>
    text.replace(/^.*?(?=CorsModule\.forRoot)/s, '').replace(/^ +/gm, '');

  expect(written(after)).toContain("'/fonts/*': 'fonts',");
  expect(written(files['src/app.module.ts'] ?? '')).toContain(written(after).trim().replace(/;$/, ''));
});

it('changes nothing a second time', async () => {
  const once = await schematics.nestAdd(application("app.use('/public', cors());", { above: CORS }));

  expect((await schematics.nestAdd(once.files)).files).toEqual(once.files);
});
