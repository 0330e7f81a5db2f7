import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedApplication } from './support/generated-application.js';
import { ROOT, send } from './support/running-application.js';

const FOLDER = join(ROOT, 'test/schematics/dist/applications');
let first: GeneratedApplication | undefined;
afterAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
});

const FASTIFY_MAIN = (main: string): string =>
  main
    .replace('\n\n', "\nimport { FastifyAdapter } from '@nestjs/platform-fastify';\n\n")
    .replace('create(AppModule', 'create(AppModule, new FastifyAdapter()');
const call =
  (options: string) =>
  (main: string): string =>
    main.replace('  await app.listen', `  app.enableCors(${options});\n  await app.listen`);
const option =
  (value: string) =>
  (main: string): string =>
    main.replace('create(AppModule)', `create(AppModule, { cors: ${value} })`);

const LISTED = `{
    origin: ['https://app.example.com', /^https:\\/\\/pr-\\d+\\.example\\.com$/],
    credentials: true,
    exposedHeaders: ['ETag'],
    allowedHeaders: ['Content-Type', 'X-Asked'],
    maxAge: 600,
  }`;

/** `cors()` for some paths only. */
const paths = (main: string): string =>
  main.replace('\n\n', "\nimport cors, { type CorsOptions } from 'cors';\n\n").replace(
    '  await app.listen',
    `  const listed: CorsOptions = ${LISTED};
  app.use('/public', cors({ origin: '*' }));
  app.use(['/partners', '/api/partners'], cors(listed));
  await app.listen`,
  );

describe('a generated application answers as before', () => {
  it.each<{ name: string; type: 'esm' | 'cjs'; edit: (main: string) => string }>([
    { name: 'esm-express-listed', type: 'esm', edit: call(LISTED) },
    { name: 'cjs-express-open', type: 'cjs', edit: option('true') },
    { name: 'cjs-express-listed', type: 'cjs', edit: option(LISTED) },
    { name: 'esm-fastify-listed', type: 'esm', edit: main => FASTIFY_MAIN(call(LISTED)(main)) },
    { name: 'esm-express-paths', type: 'esm', edit: paths },
    { name: 'cjs-express-paths', type: 'cjs', edit: paths },
    { name: 'esm-fastify-paths', type: 'esm', edit: main => FASTIFY_MAIN(paths(main)) },
    { name: 'esm-fastify-open', type: 'esm', edit: main => FASTIFY_MAIN(call('')(main)) },
  ])(
    '$name',
    async ({ name, type, edit }) => {
      const application = new GeneratedApplication(FOLDER, name, type);
      if (first === undefined) application.installLibrary();
      else application.copyLibrary(first);
      first ??= application;
      const generated = application.read('src/main.ts');
      const edited = edit(generated);
      expect(edited).toMatch(/cors/i);
      application.write('src/main.ts', edited);
      const module = application.read('src/app.module.ts');

      application.compile();
      const before = await application.visit(verdicts);

      expect(application.nestAdd('--dry-run')).toMatch(/UPDATE.* src\/app\.module\.ts/);
      expect(application.read('src/main.ts')).toBe(edited);
      expect(application.read('src/app.module.ts')).toBe(module);

      expect(application.nestAdd()).toContain('src/app.module.ts: CorsModule is imported.');
      expect(application.read('src/main.ts')).not.toMatch(/cors/i);
      expect(application.read('src/app.module.ts')).not.toBe(module);
      const added = application.read('src/app.module.ts');

      application.compile();
      const after = await application.visit(verdicts);
      expect(after).toEqual(before);
      // Both kinds of answers are there to be compared.
      expect(new Set(before.map(({ readable }) => readable)).size).toBe(name.endsWith('open') ? 1 : 2);

      expect(application.nestAdd()).toContain('Nothing was changed.');
      expect(application.read('src/app.module.ts')).toBe(added);
    },
    240_000,
  );
});

/** The facts that a browser reads from an answer. */
interface Verdict {
  readonly request: string;
  readonly readable: boolean;
  readonly credentials?: boolean;
  readonly exposed?: string | undefined;
  readonly preflight?: Readonly<Record<string, unknown>>;
}

const ORIGINS = [
  'https://app.example.com',
  'https://pr-7.example.com',
  'https://evil.example',
  'https://pr-7.example.com.evil.example',
];

const PATHS = [
  '/',
  '/missing',
  '/public',
  '/public/missing',
  '/publicity',
  '/partners',
  '/partners/missing',
  '/api/partners/missing',
  '/api',
];

async function verdicts(address: string): Promise<Verdict[]> {
  const found: Verdict[] = [];
  for (const origin of ORIGINS) {
    for (const path of PATHS) found.push(await judge(address, { origin, path, method: 'GET' }));
    for (const [path, method, asked] of [
      ['/', 'GET', 'x-asked'],
      ['/', 'GET', 'x-other'],
      ...PATHS.map(path => [path, 'POST', 'content-type'] as const),
      ['/partners/missing', 'POST', 'x-other'],
    ] as const) {
      found.push(await judge(address, { origin, path, method: 'OPTIONS', announced: method, asked }));
    }
  }
  return found;
}

interface Sent {
  readonly origin: string;
  readonly path: string;
  readonly method: string;
  readonly announced?: string;
  readonly asked?: string;
}

async function judge(address: string, sent: Sent): Promise<Verdict> {
  const { origin, announced, asked } = sent;
  const preflightHeaders =
    announced === undefined
      ? {}
      : { 'access-control-request-method': announced, 'access-control-request-headers': asked ?? '' };
  const { status, headers } = await send(address, sent, { origin, ...preflightHeaders });
  const allowed = headers['access-control-allow-origin'];
  const readable = allowed === '*' || allowed === origin;
  const title = Object.values(sent).join(' ');
  if (!readable) return { request: title, readable };
  const verdict = {
    request: title,
    readable,
    credentials: headers['access-control-allow-credentials'] === 'true',
  };
  // Only an actual response exposes headers.
  if (announced === undefined) return { ...verdict, exposed: headers['access-control-expose-headers'] };
  const permits = (header: string, name: string): boolean =>
    (headers[header] ?? '').toLowerCase().split(/ *, */).includes(name.toLowerCase());
  const headersPermitted = permits('access-control-allow-headers', asked ?? '');
  // Where a preflight is refused, the module says nothing else.
  if (!headersPermitted) return { request: title, readable: false };
  const safelisted = ['GET', 'HEAD', 'POST'].includes(announced);
  const preflight = {
    status,
    methodPermitted: safelisted || permits('access-control-allow-methods', announced),
    maxAge: headers['access-control-max-age'],
  };
  return { ...verdict, preflight };
}
