import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { application, defaultsIn } from './support/application.js';
import { BuiltSchematics } from './support/built-schematics.js';

const schematics = new BuiltSchematics('translation');
beforeAll(() => {
  schematics.build();
});
afterAll(() => {
  schematics.remove();
});

/**
 * The rest of `enableCors()` in main.ts, and the defaults without their comments, which are
 * separate.
 */
async function translate(options: string, surroundings: Parameters<typeof application>[1] = {}) {
  const { files, log } = await schematics.nestAdd(application(`app.enableCors(${options});`, surroundings));
  const lines = defaultsIn(files['src/app.module.ts']);
  const isComment = (line: string): boolean => line.startsWith('//');
  return {
    main: files['src/main.ts'] ?? '',
    policy: lines.filter(line => !isComment(line)).join(' '),
    comments: lines
      .filter(isComment)
      .map(line => line.slice(2).trim())
      .join(' '),
    log: log.filter(line => line.startsWith('warn')).join('\n'),
  };
}

const FASTIFY = { create: 'NestFactory.create(AppModule, new FastifyAdapter())' };

describe('the options of cors as policy options', () => {
  const ANY_HEADER = "allowedHeaders: '*',";

  it.each<{ cors: string; policy: string; above?: string; create?: string }>([
    { cors: '', policy: `origin: '*', ${ANY_HEADER}` },
    { cors: '{}', policy: `origin: '*', ${ANY_HEADER}` },
    { cors: "{ origin: '*' }", policy: `origin: '*', ${ANY_HEADER}` },
    { cors: '{ origin: true }', policy: `origin: '*', ${ANY_HEADER}` },
    {
      cors: '{ origin: true, credentials: false }',
      policy: `origin: '*', credentials: false, ${ANY_HEADER}`,
    },
    { cors: '{ origin: false }', policy: `origin: false, ${ANY_HEADER}` },
    { cors: '{ origin: undefined }', policy: `origin: false, ${ANY_HEADER}` },
    { cors: '{ origin: [] }', policy: `origin: false, ${ANY_HEADER}` },
    {
      cors: "{ origin: 'https://app.example.com', credentials: true }",
      policy: `origin: 'https://app.example.com', credentials: true, ${ANY_HEADER}`,
    },
    {
      cors: '{ origin: ["https://a.example", /^https:\\/\\/pr-\\d+\\.example$/] }',
      policy: `origin: ['https://a.example', /^https:\\/\\/pr-\\d+\\.example$/], ${ANY_HEADER}`,
    },
    {
      cors: "{ origin: new RegExp('^https://pr-[0-9]+\\\\.example$') }",
      policy: `origin: /^https:\\/\\/pr-[0-9]+\\.example$/, ${ANY_HEADER}`,
    },
    {
      cors: "{ origin: process.env.NODE_ENV === 'production' ? ['https://a.example'] : true }",
      policy: `origin: process.env.NODE_ENV === 'production' ? ['https://a.example'] : '*', ${ANY_HEADER}`,
    },
    {
      cors: '{ origin: [...origins, LOCAL] }',
      above: "const LOCAL = 'http://localhost:3000';\nconst origins = ['https://a.example'] as const;\n",
      policy: `origin: ['https://a.example', 'http://localhost:3000'], ${ANY_HEADER}`,
    },
    {
      cors: '{ origin, methods }',
      above: "const origin = 'https://a.example';\nconst methods = ['GET', 'POST'];\n",
      policy: `origin: 'https://a.example', methods: ['GET', 'POST'], ${ANY_HEADER}`,
    },
    {
      cors: "{ ...shared, origin: 'https://b.example' }",
      above: "const shared = { origin: 'https://a.example', maxAge: 600 };\n",
      policy: `origin: 'https://b.example', maxAge: 600, ${ANY_HEADER}`,
    },
    { cors: "{ origin: '*', methods: '*' }", policy: `origin: '*', ${ANY_HEADER}` },
    {
      cors: "{ methods: 'GET,HEAD,PUT,PATCH,POST,DELETE' }",
      policy: `origin: '*', methods: 'GET,HEAD,PUT,PATCH,POST,DELETE', ${ANY_HEADER}`,
    },
    { cors: "{ allowedHeaders: 'X-A, X-B' }", policy: "origin: '*', allowedHeaders: 'X-A, X-B'," },
    { cors: "{ allowedHeaders: ['X-A,X-B'] }", policy: "origin: '*', allowedHeaders: ['X-A', 'X-B']," },
    { cors: "{ allowedHeaders: ['*'] }", policy: "origin: '*', allowedHeaders: '*'," },
    { cors: '{ allowedHeaders: [] }', policy: "origin: '*', allowedHeaders: []," },
    { cors: "{ headers: ['X-A'] }", policy: "origin: '*', allowedHeaders: ['X-A']," },
    { cors: "{ exposedHeaders: '*' }", policy: `origin: '*', exposedHeaders: '*', ${ANY_HEADER}` },
    { cors: "{ exposedHeaders: ['ETag'] }", policy: `origin: '*', exposedHeaders: ['ETag'], ${ANY_HEADER}` },
    { cors: '{ maxAge: 60 * 60 }', policy: `origin: '*', maxAge: 60 * 60, ${ANY_HEADER}` },
    { cors: '{ maxAge: 0 }', policy: `origin: '*', maxAge: 0, ${ANY_HEADER}` },
    {
      cors: '{ optionsSuccessStatus: 200, preflightContinue: false }',
      policy: `origin: '*', optionsSuccessStatus: 200, ${ANY_HEADER}`,
    },
    // @fastify/cors takes '*' in a list for '*'.
    {
      cors: "{ origin: ['*'], methods: ['GET', 'POST'] }",
      ...FASTIFY,
      policy: `origin: '*', methods: ['GET', 'POST'], ${ANY_HEADER}`,
    },
  ])('enableCors($cors)', async ({ cors, policy, ...surroundings }) => {
    const translated = await translate(cors, surroundings);

    expect(translated.policy).toBe(policy);
    // A translation with the same meaning needs no comment.
    expect(translated.comments).toBe('');
    expect(translated.log).toBe('');
    expect(translated.main).not.toContain('enableCors');
  });

  it.each<{ cors: string; policy: string; comment: string; create?: string; above?: string }>([
    {
      cors: "{ origin: 'https://app.example.com/' }",
      policy: `origin: 'https://app.example.com', ${ANY_HEADER}`,
      comment: "it was 'https://app.example.com/', which no origin ever equals",
    },
    {
      cors: "{ origin: ['https://App.example.com:443'] }",
      policy: `origin: ['https://app.example.com'], ${ANY_HEADER}`,
      comment: "it was 'https://App.example.com:443'",
    },
    {
      cors: '{ origin: /^https:\\/\\/(a|b)\\.example\\.com$/gm }',
      policy: `origin: /^https:\\/\\/(a|b)\\.example\\.com$/, ${ANY_HEADER}`,
      comment: 'it was /^https:\\/\\/(a|b)\\.example\\.com$/gm',
    },
    {
      cors: '{ origin: /^http:\\/\\/localhost/ }',
      policy: `origin: /^http:\\/\\/localhost(?::\\d+)?$/, ${ANY_HEADER}`,
      comment: 'the expression is not anchored at the end',
    },
    {
      cors: '{ origin: /https?:\\/\\/app\\.example\\.com:\\d+/ }',
      policy: `origin: /^https?:\\/\\/app\\.example\\.com:\\d+$/, ${ANY_HEADER}`,
      comment: 'the expression is not anchored at either end',
    },
    {
      cors: "{ methods: ['GET', 'POST', 'patch', 'TRACE'] }",
      policy: `origin: '*', methods: ['GET', 'POST', 'PATCH'], ${ANY_HEADER}`,
      comment: "'TRACE' was left out: browsers do not let scripts send TRACE",
    },
    {
      cors: "{ methods: ['PUT'] }",
      policy: `origin: '*', methods: ['PUT'], ${ANY_HEADER}`,
      comment: 'browsers let GET and POST pass although not listed',
    },
    {
      cors: "{ methods: '' }",
      policy: `origin: '*', methods: ['GET', 'HEAD', 'POST'], ${ANY_HEADER}`,
      comment: 'no other methods were allowed',
    },
    {
      cors: '',
      ...FASTIFY,
      policy: `origin: '*', methods: ['GET', 'HEAD', 'POST'], ${ANY_HEADER}`,
      comment: 'the default of @fastify/cors',
    },
    {
      cors: "{ allowedHeaders: ['Content-Type', 'Origin', 'Access-Control-Allow-Origin'] }",
      policy: "origin: '*', allowedHeaders: ['Content-Type'],",
      comment: "'Access-Control-Allow-Origin' was left out",
    },
    {
      cors: "{ origin: 'https://a.example', credentials: true, allowedHeaders: '*' }",
      policy: "origin: 'https://a.example', credentials: true, allowedHeaders: '*',",
      comment: "browsers did not know '*' with credentials",
    },
    {
      cors: "{ origin: 'https://a.example', credentials: true, methods: '*' }",
      policy: `origin: 'https://a.example', credentials: true, ${ANY_HEADER}`,
      comment: "methods: '*' was left out",
    },
    {
      cors: "{ origin: 'https://a.example', credentials: true, exposedHeaders: ['*', 'ETag', 'Set-Cookie'] }",
      policy: `origin: 'https://a.example', credentials: true, exposedHeaders: ['ETag'], ${ANY_HEADER}`,
      comment: "'Set-Cookie' was left out",
    },
    {
      cors: '{ credentials: true }',
      policy: `origin: '*', ${ANY_HEADER}`,
      comment:
        "credentials were left out: browsers never accepted them together with '*'. It was: credentials: true",
    },
    {
      cors: "{ origin: 'http://app.example.com', credentials: true }",
      policy: `origin: 'http://app.example.com', credentials: true, ${ANY_HEADER} dangerously: { allowInsecureOrigins: true },`,
      comment: 'kept as it was, although http: is not encrypted',
    },
    {
      cors: "{ origin: ['https://a.example', 'null'] }",
      policy: `origin: ['https://a.example', 'null'], ${ANY_HEADER} dangerously: { allowNullOrigin: true },`,
      comment: "any site can send requests with the origin 'null'",
    },
    {
      cors: '{ maxAge: 24 * 60 * 60 * 1000 }',
      policy: `origin: '*', maxAge: 86400, ${ANY_HEADER}`,
      comment: 'It was: maxAge: 24 * 60 * 60 * 1000',
    },
    {
      cors: '{ maxAge: 1.5 }',
      policy: `origin: '*', ${ANY_HEADER}`,
      comment: 'It was: maxAge: 1.5',
    },
    {
      cors: '{ preflightContinue: true }',
      policy: `origin: '*', ${ANY_HEADER}`,
      comment: 'Other OPTIONS requests reach @Options() handlers. It was: preflightContinue: true',
    },
    {
      cors: '{ optionsSuccessStatus: 201 }',
      policy: `origin: '*', ${ANY_HEADER}`,
      comment: 'It was: optionsSuccessStatus: 201',
    },
    {
      cors: "{ methods: ['GET', 'POST'], hook: 'preHandler' }",
      ...FASTIFY,
      policy: `origin: '*', methods: ['GET', 'POST'], ${ANY_HEADER}`,
      comment: "policy options have no hook, and it was left out. It was: hook: 'preHandler'",
    },
    {
      cors: "{ origin: 'https://a.example', methods: app.get(Config).methods }",
      policy: `origin: 'https://a.example', ${ANY_HEADER}`,
      comment: 'It was: methods: app.get(Config).methods',
    },
  ])(
    'enableCors($cors) is put right, with a comment that says so',
    async ({ cors, policy, comment, ...surroundings }) => {
      const translated = await translate(cors, surroundings);

      expect(translated.policy).toBe(policy);
      expect(translated.comments).toContain(comment);
      expect(translated.log).toContain(comment.split(' It was: ').at(-1));
      expect(translated.main).not.toContain('enableCors');
    },
  );

  it.each<{ cors: string; comment: string; original: string; above?: string; create?: string }>([
    {
      cors: '{ origin: true, credentials: true }',
      comment: 'lets any site read what your users may read',
      original: 'origin: true',
    },
    {
      cors: "{ origin: true, credentials: process.env.COOKIES === 'yes' }",
      comment: 'lets any site read what your users may read',
      original: 'origin: true',
    },
    {
      cors: '{ origin: (origin, callback) => callback(null, allowed.has(origin)) }',
      comment: 'such as: origin: origin => isAllowed(origin)',
      original: 'origin: (origin, callback) => callback(null, allowed.has(origin))',
    },
    {
      cors: '{ origin(origin, callback) { ask(origin, callback); } }',
      comment: 'such as: origin: origin => isAllowed(origin)',
      original: 'origin(origin, callback) { ask(origin, callback); }',
    },
    {
      cors: '(request, callback) => callback(null, optionsOf(request))',
      comment: 'options that this function gives for each request could not be translated',
      original: '(request, callback) => callback(null, optionsOf(request))',
    },
    {
      cors: "{ origin: app.get(Config).get('ORIGINS') }",
      comment: 'it needs what only that file has',
      original: "app.get(Config).get('ORIGINS')",
    },
    {
      cors: "{ origin: origins ?? 'https://a.example' }",
      above: 'let origins = process.env.ORIGINS;\n',
      comment: 'it needs what only that file has',
      original: "origins ?? 'https://a.example'",
    },
    {
      cors: 'options',
      above: "import { options } from './cors.js';\n",
      comment: 'these options stand elsewhere and could not be read',
      original: 'options',
    },
    {
      cors: '{ ...options, maxAge: 600 }',
      above: "import { options } from './cors.js';\n",
      comment: 'what is spread in could not be read',
      original: '...options',
    },
    {
      cors: "{ origin: 'https://*.example.com' }",
      comment: 'Here it would be a pattern that allows many origins',
      original: "'https://*.example.com'",
    },
    { cors: "{ origin: ['*'] }", comment: 'no origin is that', original: "'*'" },
    {
      cors: '{ origin: /example\\.com$/ }',
      comment: 'not anchored at the start',
      original: '/example\\.com$/',
    },
    {
      cors: '{ origin: /^https:\\/\\/app-/ }',
      comment: 'not anchored at the end',
      original: '/^https:\\/\\/app-/',
    },
    {
      cors: "{ origin: 'https://a.example,https://b.example' }",
      comment: 'a string can contain only one origin',
      original: "'https://a.example,https://b.example'",
    },
    {
      cors: "{ origin: isOpen ? '*' : 'https://a.example', credentials: true }",
      above: "const isOpen = process.env.OPEN === 'yes';\n",
      comment: "'*' never works with credentials",
      original: "isOpen ? '*' : 'https://a.example'",
    },
  ])(
    'enableCors($cors) allows no other origin, and says what it was',
    async ({ cors, comment, original, ...surroundings }) => {
      const translated = await translate(cors, surroundings);

      expect(translated.policy).toMatch(/^origin: false,/);
      expect(translated.comments).toContain(comment);
      expect(translated.comments).toContain(original);
      expect(translated.log).toContain(comment);
      expect(translated.log).toContain(original);
      expect(translated.main).not.toContain('enableCors');
    },
  );

  it('keeps the members that can be kept, with their comments', async () => {
    const { files } = await schematics.nestAdd(
      application(`app.enableCors({
    // Our front ends.
    origin: [
      'https://app.example.com', // the shop
      /* for reviews */
      /example\\.test/,
      // local
      'http://localhost:4200',
    ],
  });`),
    );

    expect(defaultsIn(files['src/app.module.ts'])).toEqual([
      '// Our front ends.',
      '// nest add: /example\\.test/ was left out: the expression is not anchored at either end, so it also',
      '// matches origins with more text around it. Say which origins are meant, from ^https:\\/\\/ to $.',
      'origin: [',
      '// the shop',
      "'https://app.example.com',",
      '// local',
      "'http://localhost:4200',",
      '],',
      "allowedHeaders: '*',",
    ]);
  });

  it('reads the environment when the application starts where main.ts loads it', async () => {
    const { files } = await schematics.nestAdd(
      application('dotenv.config();\n  app.enableCors({ origin: process.env.ORIGIN });', {
        above: "import * as dotenv from 'dotenv';\n",
      }),
    );

    expect(files['src/app.module.ts']).toContain(
      'CorsModule.forRootAsync({\n  useFactory: () => ({\n    defaults: {',
    );
  });

  it('writes what docs/nest-add.md shows', async () => {
    const page = readFileSync(join(process.cwd(), 'docs/nest-add.md'), 'utf8');
    const [before = '', after = ''] = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(
      ([, code = '']) => code,
    );
    const call = /^app\.enableCors\(.*?\);$/ms.exec(before)?.[0] ?? '';
    const { files } = await schematics.nestAdd(application(call));

    expect(defaultsIn(files['src/app.module.ts'])).toEqual(defaultsIn(after));
    expect(defaultsIn(after)).toContain('credentials: true,');
  });
});
