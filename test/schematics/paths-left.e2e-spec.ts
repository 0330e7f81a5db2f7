import { application } from './support/application.js';
import { BuiltSchematics } from './support/built-schematics.js';
import { CLOSED, CORS, FASTIFY, translateModule } from './support/translate-module.js';

const schematics = new BuiltSchematics('paths-left');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

const translate = (...[lines, surroundings]: Parameters<typeof application>) =>
  translateModule(schematics, lines, surroundings);

const TWICE =
  'CORS was switched on more than once for this path, so no other origin is allowed. Write here what is meant to hold. It was:';

describe('app.use() with cors() that cannot be translated', () => {
  it.each<{ lines: string; options: string; comment: string; above?: string; create?: string }>([
    {
      lines: "app.use('/users/:id', cors());",
      options: "{ paths: { '/users/*': false, }, }",
      comment:
        "'/users/:id' has parameters or wildcards, and a key of paths has none, so no other origin is allowed at '/users/*'. Write here what is meant to hold for all of it, and delete app.use(). It was: app.use('/users/:id', cors())",
    },
    {
      lines: "app.use('/files{/*path}', cors());",
      options: "{ paths: { '/*': false, }, }",
      comment: "no other origin is allowed at '/*'",
    },
    {
      lines: 'app.use(/^\\/public/, cors());',
      options: '{ paths: { }, }',
      comment:
        "the path /^\\/public/ could not be read, so app.use() stands where it stood. Write here the policy of the paths that it means, with keys such as '/public' and '/public/*', and delete it. It was: app.use(/^\\/public/, cors())",
    },
    {
      lines: 'app.use(PATH, cors());',
      above: `${CORS}import { PATH } from './path.js';\n`,
      options: '{ paths: { }, }',
      comment: 'the path PATH could not be read',
    },
    {
      lines: 'app.use(`/${name}`, cors());',
      options: '{ paths: { }, }',
      comment: 'the path `/${name}` could not be read',
    },
    {
      lines: "app.use('/a b', cors());",
      options: '{ paths: { }, }',
      comment: "the path '/a b' is no key: ' ' is percent-encoded in requests; write '/a%20b'",
    },
    {
      lines: "app.use('/public', log, cors());",
      options: `{ paths: { ${CLOSED} }, }`,
      comment: 'cors() is not the first handler there, so no other origin is allowed',
    },
    {
      lines: "app.use('/public', [cors(), log]);",
      options: `{ paths: { ${CLOSED} }, }`,
      comment: 'cors() is not the first handler there',
    },
    {
      lines: "app.use('/public/', cors());",
      ...FASTIFY,
      options: `{ paths: { ${CLOSED} }, }`,
      comment: "'/public/' ends with a slash, with which it matches less on Fastify than without",
    },
    {
      lines: "app.use('/public', cors(), log);",
      ...FASTIFY,
      options: `{ paths: { ${CLOSED} }, }`,
      comment: 'cors() is not the only handler there',
    },
    {
      lines: "if (a) app.use('/public', cors());\n  else b();",
      options: `{ paths: { ${CLOSED} }, }`,
      comment: 'whether this runs depends on code around it, so no other origin is allowed',
    },
  ])('$lines is left, with a comment', async ({ lines, options, comment, ...surroundings }) => {
    const translated = await translate(lines, surroundings);

    expect(translated.options).toBe(options);
    expect(translated.comments).toContain(comment);
    expect(translated.log).toContain(comment.split(' It was: ')[0]);
    expect(translated.main).toContain(lines);
    expect(translated.main).toContain(CORS);
  });

  it('of a list of paths, those that can be are translated', async () => {
    const lines = "app.use(['/public', '/users/:id'], cors());";
    const { main, options } = await translate(lines);

    expect(options).toContain("paths: { '/users/*': false, '/public': 'public', '/public/*': 'public', }");
    expect(main).toContain(lines);
  });

  it('closes the defaults where a path that is not known had a policy of its own', async () => {
    const { comments, options } = await translate(
      'app.enableCors();\n  app.use(PATH, cors({ origin: false }));',
    );

    expect(options).toBe('{ defaults: { origin: false, }, paths: { }, }');
    expect(comments).toContain('some paths had CORS of their own, and which ones could not be read');
  });
});

describe('where several uses of CORS answer for a path', () => {
  it.each([
    [
      'enableCors() before it',
      "app.enableCors({ origin: ['https://a.example'] });\n  app.use('/public', cors());",
    ],
    [
      'enableCors() with one origin after it',
      "app.use('/public', cors());\n  app.enableCors({ origin: 'https://a.example' });",
    ],
    [
      'enableCors() with exposed headers after it',
      "app.use('/public', cors());\n  app.enableCors({ origin: ['https://a.example'], exposedHeaders: 'X' });",
    ],
    [
      'enableCors() somewhere',
      "app.use('/public', cors());\n  if (a) app.enableCors({ origin: ['https://a.example'] });\n  else b();",
    ],
    [
      'the same path',
      "app.use('/public', cors());\n  app.use('/PUBLIC/', cors({ origin: ['https://a.example'] }));",
    ],
    ['cors() without a path', "app.use('/public', cors());\n  app.use(cors());"],
  ])('%s: no other origin is allowed there', async (_what, lines) => {
    const { comments, log, main, options } = await translate(lines);

    expect(options).toContain(`paths: { ${CLOSED} }`);
    expect(options).not.toContain('policies');
    expect(comments).toContain(TWICE);
    expect(log).toContain(TWICE);
    expect(main).not.toMatch(/app\.use\('/);
  });

  it.each([
    ["{ cors: { origin: ['https://a.example'] } }", "paths: { '/public': 'public', '/public/*': 'public', }"],
    ["{ cors: { origin: 'https://a.example' } }", `paths: { ${CLOSED} }`],
    ['{ cors: true }', `paths: { ${CLOSED} }`],
  ])('the cors option counts as the last: %s', async (written, keys) => {
    const { options } = await translate("app.use('/public', cors());", {
      create: `NestFactory.create(AppModule, ${written})`,
    });

    expect(options).toContain(keys);
  });

  it('enableCors() counts as the first on Fastify', async () => {
    const { options } = await translate(
      "app.use('/public', cors());\n  app.enableCors({ origin: ['https://a.example'] });",
      FASTIFY,
    );

    expect(options).toContain(`paths: { ${CLOSED} }`);
  });

  it('enableCors() in another file counts as the first', async () => {
    const { files } = await schematics.nestAdd({
      ...application("setup(app);\n  app.use('/public', cors());", { above: CORS }),
      'src/setup.ts': 'export const setup = app => app.enableCors();\n',
    });

    expect(files['src/app.module.ts']).toContain("'/public': false,");
  });

  it('the more specific path alone is closed, if it comes later', async () => {
    const { options } = await translate(
      "app.use('/api', cors({ origin: ['https://a.example'] }));\n  app.use('/api/public', cors());\n  app.use('/apis', cors());",
    );

    expect(options).toContain(
      "paths: { '/api': 'api', '/api/*': 'api', '/api/public': false, '/api/public/*': false, '/apis': 'apis', '/apis/*': 'apis', }",
    );
  });
});

describe('app.use() and register() that mean something else', () => {
  it.each([
    ['handlers alone', 'app.use(helmet(), cors());', CORS],
    ['another object', "router.use('/public', cors());", CORS],
    ['another function', "app.use('/public', cors());", "import { cors } from './cors.js';\n"],
    ['@fastify/cors', 'await app.register(cors, { origin: true });', "import cors from '@fastify/cors';\n"],
    [
      '@fastify/cors below a prefix',
      "await app.register(cors, { prefix: '/public' });",
      "import cors from '@fastify/cors';\n",
    ],
  ])('%s stays as it is', async (_what, lines, above) => {
    const before = application(lines, { above });
    const { files } = await schematics.nestAdd(before);

    expect(files['src/main.ts']).toBe(before['src/main.ts']);
    expect(files['src/app.module.ts']).toContain('CorsModule.forRoot()');
  });
});
