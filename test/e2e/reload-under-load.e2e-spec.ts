import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { Controller, Get, type INestApplication, Module, Post, Put, type Type } from '@nestjs/common';
import {
  CorsModule,
  type CorsModuleOptions,
  CorsPolicy,
  type CorsPolicyOptions,
  CorsService,
} from 'nestjs-cors-policy';
import { CorsStateHolder } from '../../lib/exchange/index.js';
import { heapUsed } from '../support/heap-used.js';
import { SeededRandom } from '../support/seeded-random.js';
import { fixedSeed } from '../support/seeds.js';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { Served } from './support/served.js';

const AT_ONCE = 64;
const SWAP_MS = 10;
const FEWEST_SWAPS = 20;
/** A guard against hanging: an idle machine takes a few seconds. */
const HANGS_MS = 180_000;
const random = new SeededRandom(fixedSeed('RELOAD_SEED'));

const SHARED = 'https://shared.example';
const OLD_ONLY = 'https://old.example';
const NEW_ONLY = 'https://new.example';
const EVIL = 'https://evil.example';

/**
 * The two have only an origin, a method and a header in common, so each other value identifies its
 * policy.
 */
const OLD: CorsPolicyOptions = {
  origin: [SHARED, OLD_ONLY],
  methods: ['PUT', 'POST'],
  allowedHeaders: ['X-Both', 'X-Old'],
  exposedHeaders: ['X-Old-Out'],
  credentials: true,
  maxAge: 60,
  optionsSuccessStatus: 200,
};
const NEW: CorsPolicyOptions = {
  origin: [SHARED, NEW_ONLY],
  methods: ['PUT', 'DELETE'],
  allowedHeaders: ['X-Both', 'X-New'],
  exposedHeaders: ['X-New-Out'],
  credentials: false,
  maxAge: 120,
  optionsSuccessStatus: 204,
};

/** Asks for longer than a swap takes to come, now and then. */
function slowly(...allowed: string[]): (origin: string) => Promise<boolean> {
  return async origin => {
    await wait(random.next() * 2 * SWAP_MS);
    return allowed.includes(origin);
  };
}

function failing(): boolean {
  throw new Error('The predicate is broken.');
}

type Policies = Readonly<Record<string, CorsPolicyOptions>>;

/** Policies that decide at once have no early decision that could store the state of a request. */
const PLAIN_OLD: Policies = {
  listed: OLD,
  asked: OLD,
  listedThenAsked: OLD,
  openThenListed: { ...OLD, origin: '*', credentials: false },
  listedThenEnforced: OLD,
  askedAndEnforced: OLD,
  openThenClosed: { ...OLD, origin: '*', credentials: false },
  failing: OLD,
};
const PLAIN_NEW: Policies = {
  listed: NEW,
  asked: NEW,
  listedThenAsked: NEW,
  openThenListed: NEW,
  listedThenEnforced: NEW,
  askedAndEnforced: NEW,
  openThenClosed: { ...NEW, origin: false },
  failing: NEW,
};
const ASKING_OLD: Policies = {
  ...PLAIN_OLD,
  asked: { ...OLD, origin: slowly(SHARED, OLD_ONLY) },
  askedAndEnforced: { ...OLD, origin: slowly(SHARED, OLD_ONLY), enforce: true },
  failing: { ...OLD, origin: [SHARED, failing] },
};
const ASKING_NEW: Policies = {
  ...PLAIN_NEW,
  asked: { ...NEW, origin: slowly(SHARED, NEW_ONLY) },
  listedThenAsked: { ...NEW, origin: slowly(SHARED, NEW_ONLY) },
  listedThenEnforced: { ...NEW, enforce: true },
  askedAndEnforced: { ...NEW, origin: slowly(SHARED, NEW_ONLY), enforce: true },
  failing: { ...NEW, origin: [SHARED, failing] },
};

/**
 * The two states of each swap, and the minimum number of requests. The load continues until every
 * kind has met both states.
 */
const SWAPS = [
  {
    swap: 'asking and enforcing, for the same of others',
    old: ASKING_OLD,
    new: ASKING_NEW,
    requests: 4_000,
  },
  {
    swap: 'what decides at once, for what asks and enforces',
    old: PLAIN_OLD,
    new: ASKING_NEW,
    requests: 1000,
  },
  { swap: 'what decides at once, for the same of others', old: PLAIN_OLD, new: PLAIN_NEW, requests: 1000 },
] as const;

type Swap = (typeof SWAPS)[number];

/** Created for each swap, as in an application that loads its policies. */
function optionsOf(swap: Swap, state: 'old' | 'new'): CorsModuleOptions {
  const policies = Object.entries(swap[state]).map(([name, policy]) => [name, { ...policy }] as const);
  return { defaults: state === 'old' ? { ...OLD } : { ...NEW }, policies: Object.fromEntries(policies) };
}

function controllerFor(policy: string): Type<unknown> {
  @CorsPolicy(policy)
  @Controller(policy)
  class LoadedController {
    @Put()
    replace(): string {
      return 'at once';
    }

    @Post()
    create(): string {
      return 'at once';
    }

    @Get('slow')
    async slow(): Promise<string> {
      await wait(random.next() * 2 * SWAP_MS);
      return 'after a while';
    }
  }
  return LoadedController;
}

function rootModule(swap: Swap, interceptor: 'auto' | 'always'): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ ...optionsOf(swap, 'old'), interceptor })],
    controllers: Object.keys(PLAIN_OLD).map(controllerFor),
  })
  class RootModule {}
  return RootModule;
}

interface Kind {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

const ORIGINS = [SHARED, OLD_ONLY, NEW_ONLY, EVIL];

const KINDS: readonly Kind[] = [...Object.keys(PLAIN_OLD).map(policy => `/${policy}`), '/nowhere'].flatMap(
  path =>
    ORIGINS.flatMap(origin => {
      const headers = { Origin: origin };
      const asking = (method: string, names: string): Record<string, string> => ({
        ...headers,
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': names,
      });
      return [
        { name: 'a preflight', method: 'OPTIONS', path, headers: asking('PUT', 'x-both') },
        { name: "a preflight for the old one's", method: 'OPTIONS', path, headers: asking('PUT', 'x-old') },
        { name: "a preflight for the new one's", method: 'OPTIONS', path, headers: asking('PUT', 'x-new') },
        { name: 'an actual request', method: 'PUT', path, headers },
        { name: 'a slow one', method: 'GET', path: `${path}/slow`, headers },
      ].map(kind => ({ ...kind, name: `${kind.name}, ${kind.method} ${kind.path} from ${origin}` }));
    }),
);

const VARY_OF_PREFLIGHTS = 'vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const PREFLIGHT_OF = {
  oldLines: [
    '200',
    'access-control-allow-credentials: true',
    'access-control-allow-headers: X-Both,X-Old',
    'access-control-allow-methods: PUT,POST',
    `access-control-allow-origin: ${SHARED}`,
    'access-control-max-age: 60',
    VARY_OF_PREFLIGHTS,
  ],
  newLines: [
    '204',
    'access-control-allow-headers: X-Both,X-New',
    'access-control-allow-methods: PUT',
    `access-control-allow-origin: ${SHARED}`,
    'access-control-max-age: 120',
    VARY_OF_PREFLIGHTS,
  ],
};
const ACTUAL_OF = {
  oldLines: [
    '200',
    'access-control-allow-credentials: true',
    `access-control-allow-origin: ${SHARED}`,
    'access-control-expose-headers: X-Old-Out',
    'vary: Origin',
  ],
  newLines: [
    '200',
    `access-control-allow-origin: ${SHARED}`,
    'access-control-expose-headers: X-New-Out',
    'vary: Origin',
  ],
};

/** Keeps connections, as browsers and proxies do. */
class Client {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  constructor(private readonly url: string) {}

  ask({ method, path, headers }: Kind): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        new URL(path, this.url),
        { method, headers, agent: this.agent },
        response => {
          response.resume();
          response.on('error', reject);
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, headers: corsHeadersOf(response.headers) });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end();
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

function corsHeadersOf(headers: NodeJS.Dict<string | string[]>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('access-control-') || name === 'vary')
      .map(([name, value]) => [name, String(value)]),
  );
}

const textOf = ({ status, headers }: Answer): string =>
  [
    String(status),
    ...Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .sort(),
  ].join('\n');

async function allAnswers(client: Client): Promise<Map<Kind, string>> {
  const answers = new Map<Kind, string>();
  await Promise.all(KINDS.map(async kind => answers.set(kind, textOf(await client.ask(kind)))));
  return answers;
}

interface LoadResult {
  readonly strange: readonly string[];
  readonly seen: ReadonlyMap<Kind, { old: number; new: number }>;
  readonly swaps: number;
  /** How many of the states that reloads made are still held. */
  readonly leftStates: number;
}

type Calm = Readonly<Record<'old' | 'new', ReadonlyMap<Kind, string>>>;

const isTelling = (kind: Kind, calm: Calm): boolean => calm.old.get(kind) !== calm.new.get(kind);

/**
 * Each kind occurs equally often, in another order each time. In a fixed order, a kind could stay
 * in step with the swaps.
 */
function endlessly(kinds: readonly Kind[]): () => Kind {
  let left: Kind[] = [];
  return () => {
    if (left.length === 0) left = [...kinds];
    const [kind] = left.splice(random.integer(0, left.length - 1), 1);
    if (kind === undefined) throw new TypeError('There are no kinds.');
    return kind;
  };
}

async function load(swap: Swap, client: Client, app: INestApplication, calm: Calm): Promise<LoadResult> {
  const [cors, holder] = [app.get(CorsService), app.get(CorsStateHolder)];
  const states: WeakRef<object>[] = [];
  const seen = new Map(KINDS.map(kind => [kind, { old: 0, new: 0 }]));
  const strange: string[] = [];
  let sent = 0;
  let swaps = 0;
  const failures: unknown[] = [];
  const swapping = setInterval(() => {
    swaps += 1;
    cors
      .reload(optionsOf(swap, swaps % 2 === 0 ? 'old' : 'new'))
      .catch((error: unknown) => failures.push(error));
    if (holder.current !== undefined) states.push(new WeakRef(holder.current));
  }, SWAP_MS);

  // The kinds that distinguish the two states and have met only one of them.
  const oneSided = (): boolean =>
    [...seen].some(([kind, { old, new: later }]) => isTelling(kind, calm) && (old === 0 || later === 0));
  const isEnough = (): boolean => sent >= swap.requests && !oneSided() && swaps > FEWEST_SWAPS;
  const next = endlessly(KINDS);

  const worker = async (): Promise<void> => {
    while (!isEnough()) {
      const kind = next();
      sent += 1;
      const answer = textOf(await client.ask(kind));
      const count = seen.get(kind);
      const [asOld, asNew] = [answer === calm.old.get(kind), answer === calm.new.get(kind)];
      if (asOld && count !== undefined) count.old += 1;
      if (asNew && count !== undefined) count.new += 1;
      if (!asOld && !asNew && strange.length < 5) {
        strange.push(
          `${kind.name}:\n${answer}\n--- old\n${calm.old.get(kind) ?? ''}\n--- new\n${calm.new.get(kind) ?? ''}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  clearInterval(swapping);
  expect(failures).toEqual([]);
  // Pending requests end first.
  await wait(2 * SWAP_MS);
  heapUsed();
  return { strange, seen, swaps, leftStates: states.filter(state => state.deref() !== undefined).length };
}

const APPLICATIONS = SETTINGS_AND_PATHS.filter(({ start }) => start === 'NestFactory.create').flatMap(
  setting =>
    SWAPS.filter(({ requests }) => setting.interceptor === 'auto' || requests < 4_000).map(swap => ({
      setting,
      title: `${setting.name}: ${swap.swap}`,
      swap,
    })),
);

describe.each(APPLICATIONS)('reload under load: $title', ({ setting, swap }) => {
  let served: Served;
  let client: Client;
  const calm = { old: new Map<Kind, string>(), new: new Map<Kind, string>() };

  beforeAll(async () => {
    served = await Served.start(setting, rootModule(swap, setting.interceptor));
    client = new Client(served.url);
    const cors = served.app.get(CorsService);
    calm.old = await allAnswers(client);
    await cors.reload(optionsOf(swap, 'new'));
    calm.new = await allAnswers(client);
    await cors.reload(optionsOf(swap, 'old'));
  });

  afterAll(async () => {
    client.close();
    await served.close();
  });

  const linesOf = (state: 'old' | 'new', name: string): string[] => {
    const kind = KINDS.find(each => each.name === name);
    return (kind === undefined ? '' : (calm[state].get(kind) ?? '')).split('\n');
  };

  test.each([
    [`a preflight, OPTIONS /listed from ${SHARED}`, PREFLIGHT_OF],
    [`an actual request, PUT /listed from ${SHARED}`, ACTUAL_OF],
  ])('at rest, the two differ in every header: %s', (name, { oldLines, newLines }) => {
    expect(linesOf('old', name)).toEqual(oldLines);
    expect(linesOf('new', name)).toEqual(newLines);
  });

  test(
    `${swap.requests} answers, each wholly of the old or wholly of the new`,
    async () => {
      const { strange, seen, swaps, leftStates } = await load(swap, client, served.app, calm);
      expect(strange).toEqual([]);
      // Both were met, by each kind that can tell them apart.
      const oneSided = [...seen].filter(
        ([kind, count]) => isTelling(kind, calm) && (count.old === 0 || count.new === 0),
      );
      expect(oneSided.map(([kind]) => kind.name)).toEqual([]);
      expect(swaps).toBeGreaterThan(FEWEST_SWAPS);
      // The current one.
      expect(leftStates).toBe(1);
    },
    HANGS_MS,
  );
});
