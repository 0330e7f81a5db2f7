import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installLibrary } from './support/installed-library.js';
import { KindProject } from './support/kind-project.js';
import { handshake, ROOT, send } from './support/running-application.js';

const FOLDER = join(ROOT, 'test/schematics/dist/kinds');
beforeAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  installLibrary(FOLDER);
});
afterAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
});

/** One kind of application, as `kinds/` has it. */
interface Kind {
  readonly kind: string;
  readonly project?: string;
  readonly main?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly paths?: readonly string[];
  readonly allowed?: readonly string[];
  readonly refused?: readonly string[];
  /** Origins that were allowed, and are not any more, as a comment says. */
  readonly narrowed?: readonly string[];
  /** The answers of the new code. */
  readonly says?: readonly string[];
  readonly links?: Readonly<Record<string, string>>;
  /** The paths of its sockets. */
  readonly sockets?: readonly string[];
  /** Those that pages of other origins cannot open any more. */
  readonly guarded?: readonly string[];
}

const APP = 'https://app.example.com';
const EVIL = 'https://evil.example';
const PRODUCTION = { NODE_ENV: 'production' };
const DEVELOPMENT = { NODE_ENV: 'development' };

const KINDS: readonly Kind[] = [
  {
    kind: 'config-service',
    env: { CORS_ORIGINS: `${APP}, https://admin.example.com`, CORS_CREDENTIALS: 'true' },
    allowed: [APP, 'https://admin.example.com'],
    says: [
      'imports: [ConfigModule],',
      'inject: [ConfigService],',
      "parseOrigins(configService.getOrThrow<string>('CORS_ORIGINS'))",
    ],
  },
  { kind: 'config-service-global', says: ["config.get<string>('CORS_ORIGIN', 'https://app.example.com')"] },
  {
    kind: 'config-service-typed',
    env: { CORS_ORIGINS: `${APP},https://admin.example.com` },
    allowed: [APP, 'https://admin.example.com'],
    says: ["origin: config.get('cors.origins', { infer: true })"],
  },
  { kind: 'config-class', env: { CORS_ORIGINS: APP }, says: ['inject: [AppConfigService]'] },
  {
    kind: 'environment-split',
    env: { CORS_ORIGINS: ` ${APP}, https://admin.example.com ,` },
    allowed: [APP, 'https://admin.example.com'],
  },
  { kind: 'environment-split', allowed: ['http://localhost:4200'], refused: [APP, EVIL] },
  { kind: 'environment-fallback' },
  {
    kind: 'environment-fallback',
    env: { CORS_ORIGINS: 'https://a.example,https://b.example' },
    allowed: ['https://a.example', 'https://b.example'],
    refused: [APP],
  },
  { kind: 'environment-in-list', says: ['and: ['] },
  {
    kind: 'environment-in-list',
    env: { PARTNER_ORIGIN: 'https://partner.example' },
    allowed: [APP, 'https://partner.example'],
  },
  {
    kind: 'environment-in-list-loose',
    env: { PARTNER_ORIGIN: 'https://partner.example', ADMIN_ORIGIN: 'https://admin.example' },
    allowed: [APP, 'https://partner.example', 'https://admin.example'],
  },
  {
    kind: 'constant-elsewhere',
    allowed: [APP, 'https://admin.example.com', 'https://pr-7.example.com'],
    refused: [EVIL, 'https://pr-7.example.com.evil.example'],
  },
  { kind: 'helper-elsewhere', env: PRODUCTION, refused: [EVIL, 'http://localhost:4200'] },
  {
    kind: 'helper-elsewhere',
    env: DEVELOPMENT,
    allowed: ['http://localhost:4200'],
    refused: [],
    narrowed: [EVIL],
  },
  { kind: 'setup-elsewhere' },
  { kind: 'option-of-create' },
  {
    kind: 'option-of-create',
    env: { CORS_ORIGIN: 'https://a.example' },
    allowed: ['https://a.example'],
    refused: [APP],
  },
  { kind: 'middleware' },
  { kind: 'middleware-on-path' },
  { kind: 'development-ternary', env: PRODUCTION },
  {
    kind: 'development-ternary',
    env: DEVELOPMENT,
    allowed: ['http://localhost:4200'],
    refused: [],
    narrowed: [APP, EVIL],
  },
  { kind: 'development-if', env: PRODUCTION },
  {
    kind: 'development-if',
    env: DEVELOPMENT,
    allowed: ['http://localhost:4200'],
    refused: [],
    narrowed: [EVIL],
  },
  { kind: 'development-only', env: PRODUCTION, allowed: [], refused: [APP, EVIL] },
  { kind: 'development-only', env: DEVELOPMENT, allowed: [APP, EVIL], refused: [] },
  {
    kind: 'delegate-by-url',
    says: ["'/public/*': 'public'", 'nest add: it also held for paths that merely begin so'],
  },
  { kind: 'delegate-by-url', paths: ['/public/news', '/public/missing'], allowed: [APP, EVIL], refused: [] },
  { kind: 'delegate-by-origin', allowed: [APP, 'https://admin.example.com'] },
  { kind: 'callback-list', allowed: [APP, 'https://admin.example.com'], says: ['enforce: true'] },
  {
    kind: 'callback-rules',
    env: { ...PRODUCTION, CORS_ORIGINS: APP },
    refused: [EVIL, 'http://localhost:3000'],
  },
  {
    kind: 'callback-rules',
    env: { ...DEVELOPMENT, CORS_ORIGINS: APP },
    allowed: [APP, 'http://localhost:3000', 'http://localhost'],
    refused: [EVIL, 'http://localhost.evil.example'],
  },
  {
    kind: 'callback-predicate',
    allowed: [APP, 'https://example.com', 'https://partner.example'],
    says: ["const logger = new Logger('CORS');", 'if (isPartner(host)) return true;'],
  },
  { kind: 'callback-async', says: ['origin: origin => tenants.isAllowed(origin)'] },
  {
    kind: 'host-names',
    allowed: [],
    refused: ['https://app.example.com', 'http://localhost:3000'],
    says: ["such as 'https://app.example.com'", 'origin: false'],
  },
  { kind: 'entry-of-the-build' },
  { kind: 'gateway-list', sockets: ['/socket.io/', '/game/'], guarded: ['/socket.io/'] },
  {
    kind: 'gateway-list',
    env: { CORS_ORIGINS: 'https://admin.example.com' },
    allowed: [APP],
    sockets: ['/game/'],
  },
  {
    kind: 'gateway-open',
    allowed: [APP, EVIL],
    refused: [],
    sockets: ['/socket.io/', '/game/', '/news/', '/feed/'],
    says: ['origin: () => true', 'any page may open this socket'],
  },
  { kind: 'gateways-that-differ', says: ['Give all of them the same policy'] },
  { kind: 'nest-monorepo', project: 'back-office', main: 'dist/apps/back-office/src/main.js' },
  {
    kind: 'nx-workspace',
    main: 'dist/apps/api/src/main.js',
    paths: ['/api/orders'],
    links: { '@shop/shared': 'dist/libs/shared/src/index.js' },
  },
  {
    kind: 'nx-workspace',
    project: 'api',
    main: 'dist/apps/api/src/main.js',
    paths: ['/api/orders'],
    links: { '@shop/shared': 'dist/libs/shared/src/index.js' },
  },
];

describe('an application of each kind compiles after nest add, and answers as before', () => {
  it.each(KINDS.map(kind => ({ ...kind, title: titleOf(kind) })))(
    '$title',
    async ({
      allowed = [APP],
      env = {},
      kind,
      links = {},
      main = 'dist/src/main.js',
      narrowed = [],
      paths = ['/orders'],
      project,
      refused = [EVIL],
      says = [],
      sockets = [],
      guarded = [],
    }) => {
      const application = new KindProject(FOLDER, kind);
      Object.entries(links).forEach(([name, target]) => {
        application.link(name, target);
      });
      const ask = (origins: readonly string[]): Promise<Verdict[]> =>
        application.visit(main, env, address => verdicts(address, origins, paths));

      const connect = (): Promise<Connection[]> =>
        application.visit(main, env, address => connections(address, sockets));

      application.compile();
      const connectedBefore = await connect();
      const before = await ask([...allowed, ...refused]);
      expect(before.filter(({ readable }) => readable).map(({ origin }) => origin)).toEqual(
        before.filter(({ origin }) => allowed.includes(origin)).map(({ origin }) => origin),
      );

      const said = application.nestAdd(...(project === undefined ? [] : ['--project', project]));
      expect(said).toContain('CorsModule is imported.');
      // A comment goes over several lines.
      const sources = application.sources().replace(/\s*\n\s*(?:\/\/ )?/g, ' ');
      for (const line of says) expect(sources).toContain(line);
      if (narrowed.length > 0) expect(sources).toContain('In development, pages on this machine are allowed');

      application.compile();
      expect(await ask([...allowed, ...refused])).toEqual(before);
      const expected = connectedBefore.map(connection =>
        connection.origin === EVIL && guarded.includes(connection.path)
          ? { ...connection, status: 403, polls: false }
          : connection,
      );
      expect(await connect()).toEqual(expected);
      const closed = await ask(narrowed);
      expect(closed.filter(({ readable }) => readable)).toEqual([]);
      expect(application.nestAdd(...(project === undefined ? [] : ['--project', project]))).toContain(
        'Nothing was changed.',
      );
    },
    120_000,
  );
});

/** The facts that a browser reads from the answers at a path. */
interface Verdict {
  readonly origin: string;
  readonly request: string;
  readonly readable: boolean;
  readonly credentials: boolean;
  /** Whether the handler ran. */
  readonly served: boolean;
}

async function verdicts(
  address: string,
  origins: readonly string[],
  paths: readonly string[],
): Promise<Verdict[]> {
  const found: Verdict[] = [];
  for (const path of paths) {
    for (const origin of origins) {
      found.push(await judge(address, path, origin, 'GET'), await judge(address, path, origin, 'OPTIONS'));
    }
    const { status = 0 } = await send(address, { path, method: 'GET' }, {});
    expect([200, 404]).toContain(status);
  }
  return found;
}

async function judge(address: string, path: string, origin: string, method: string): Promise<Verdict> {
  const announced: Record<string, string> =
    method === 'GET'
      ? {}
      : { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'content-type' };
  const { headers, status = 0 } = await send(address, { path, method }, { origin, ...announced });
  const allowed = headers['access-control-allow-origin'];
  const readable = allowed === '*' || allowed === origin;
  return {
    origin,
    request: `${method} ${path}`,
    readable,
    credentials: readable && headers['access-control-allow-credentials'] === 'true',
    served: method === 'GET' && status < 300,
  };
}

/** The result of a page of an origin at a socket's server. */
interface Connection {
  readonly path: string;
  readonly origin: string;
  /** Of the handshake. */
  readonly status: number | undefined;
  /** Whether it may read what it polls, and with a cookie. */
  readonly polls: boolean;
  readonly credentials: boolean;
}

async function connections(address: string, paths: readonly string[]): Promise<Connection[]> {
  const found: Connection[] = [];
  for (const path of paths) {
    for (const origin of [APP, EVIL]) {
      const polled = await send(
        address,
        { path: `${path}?EIO=4&transport=polling`, method: 'GET' },
        { origin },
      );
      const allowed = polled.headers['access-control-allow-origin'];
      const polls = allowed === '*' || allowed === origin;
      found.push({
        path,
        origin,
        status: await handshake(address, `${path}?EIO=4&transport=websocket`, origin),
        polls,
        credentials: polls && polled.headers['access-control-allow-credentials'] === 'true',
      });
    }
  }
  return found;
}

function titleOf({ env, kind, project }: Kind): string {
  const settings = [
    ...(project === undefined ? [] : [`--project ${project}`]),
    ...Object.entries(env ?? {}).map(pair => pair.join('=')),
  ];
  return [kind, ...settings].join(' ');
}
