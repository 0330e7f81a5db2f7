import { jest } from '@jest/globals';
import { Logger, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { rmSync } from 'node:fs';
import { portOf } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { Random } from '../fuzz/traffic/random.js';
import { fixedSeed, freshSeed } from '../support/seeds.js';
import { controllers } from './readings/controllers.js';
import { judge } from './readings/judge.js';
import { PLATFORMS } from './readings/platforms.js';
import { plainTarget, strangeTarget } from './readings/targets.js';
import { FILES, OPTIONS, ROUTES, writeFiles } from './readings/things.js';

// READINGS_URLS makes it a long run.
const { READINGS_URLS } = process.env;
const SEED = READINGS_URLS === undefined ? fixedSeed('READINGS_SEED') : freshSeed('READINGS_SEED');
const URLS = Number(READINGS_URLS ?? 1_000);

jest.setTimeout(30_000 + URLS * 20);

/** Each of these was once answered with the policy of another path. */
const ONCE_WRONG = [
  '/open/../closed/..;/../a.txt',
  '/%5c;/../open/..;/../other/a.txt',
  '/a%20%62/a.txt',
  '/./open/exact.%74xt/.',
  '/open/wild/../../secret/a.txt',
  '/secret/decora%74ed',
  'ftp://host%2fopen/other/a.txt',
  '/%6Fpen/.../%2E%2E/exact.tx%2574',
];

/** Stricter where the platform ignores case. */
const CASED = '/Open/cased.txt';

const folder = writeFiles();

afterAll(() => {
  rmSync(folder, { recursive: true });
});

// Each adapter that cannot tell how it reads wildcards says so.
beforeAll(() => {
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
});
afterAll(() => {
  jest.restoreAllMocks();
});

describe.each(PLATFORMS)('URLs on $name', ({ platform, adapter, serveFiles, accepts }) => {
  const served = serve(
    { name: platform, platform, start: 'NestFactory.create' },
    () => {
      @Module({
        imports: [CorsModule.forRoot(OPTIONS)],
        controllers: controllers(platform === 'fastify' ? '*' : '*rest'),
      })
      class RootModule {}
      return RootModule;
    },
    {
      adapter: adapter(),
      configure: async app => {
        await serveFiles(app, folder);
      },
    },
  );

  test('a path in the usual form has exactly its policy', async () => {
    const answered: string[] = [];
    for (const { path } of [...FILES, ...ROUTES]) {
      const { thing, faults } = await judge(portOf(served().app), plainTarget(path), path !== CASED);
      expect([path, faults]).toEqual([path, []]);
      if (thing !== undefined) answered.push(thing.path);
    }
    expect(answered.length).toBeGreaterThan(ROUTES.length);
  });

  test.each(ONCE_WRONG)(
    '%s has the policy of the file or route that answers, or a stricter one',
    async target => {
      if (accepts?.(target) === false) return;
      expect((await judge(portOf(served().app), target)).faults).toEqual([]);
    },
  );

  test('what answers has the policy of the path where it truly is, or a stricter one', async () => {
    const random = new Random(SEED);
    const faulty: string[] = [];
    let answered = 0;
    for (let count = 0; count < URLS; count++) {
      const target = strangeTarget(random);
      if (accepts?.(target) === false) continue;
      const { thing, faults } = await judge(portOf(served().app), target);
      if (thing !== undefined) answered += 1;
      if (faults.length > 0) faulty.push(`${target} is ${thing?.path ?? ''}: ${faults.join(', ')}`);
    }
    expect({ seed: SEED, faulty: faulty.slice(0, 20) }).toEqual({ seed: SEED, faulty: [] });
    expect(answered).toBeGreaterThan(URLS / 10);
  });
});
