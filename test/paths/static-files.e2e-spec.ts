import fastifyStatic from '@fastify/static';
import { ServeStaticModule } from '@nestjs/serve-static';
import express from 'express';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fastifyOf } from '../surroundings/support/setting.js';
import {
  APP,
  type Mounted,
  NATIVE,
  ON_EXPRESS,
  ON_FASTIFY,
  PARTNER,
  behindPaths,
  expectOthersClosed,
  readersOf,
} from './support/behind-paths.js';
import type { EveryPlatform } from './support/every-platform.js';

const folder = mkdtempSync(join(tmpdir(), 'static-files-'));

beforeAll(() => {
  for (const below of ['fonts', 'fonts/private', 'other']) {
    mkdirSync(join(folder, below));
    writeFileSync(join(folder, below, 'a.woff2'), `in ${below}`);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const paths = { '/fonts/*': { origin: PARTNER }, '/fonts/private/*': false } as const;

interface Server extends Mounted {
  readonly name: string;
  readonly platforms: readonly EveryPlatform[];
}

const SERVERS: readonly Server[] = [
  {
    name: 'express.static',
    platforms: ON_EXPRESS,
    paths,
    configure: app => app.use(express.static(folder)),
  },
  {
    name: 'express.static at a path',
    platforms: [...ON_EXPRESS, ...ON_FASTIFY],
    paths,
    configure: app => {
      for (const below of ['fonts', 'other']) app.use(`/${below}`, express.static(join(folder, below)));
    },
  },
  {
    name: '@fastify/static',
    platforms: ON_FASTIFY,
    paths,
    configure: app => fastifyOf(app).register(fastifyStatic, { root: folder }),
  },
  {
    name: '@fastify/static, a route for each file',
    platforms: ON_FASTIFY,
    paths,
    configure: app => fastifyOf(app).register(fastifyStatic, { root: folder, wildcard: false }),
  },
  {
    name: 'useStaticAssets()',
    platforms: NATIVE,
    paths,
    configure: app => {
      const adapter = app.getHttpAdapter() as { useStaticAssets?(...args: readonly unknown[]): unknown };
      const isOnFastify = app.getHttpAdapter().getType() === 'fastify';
      adapter.useStaticAssets?.(...(isOnFastify ? [{ root: folder }] : [folder]));
    },
  },
  {
    name: '@nestjs/serve-static',
    // Its loader needs the adapter during the creation of modules, when Test.createTestingModule()
    // has none.
    platforms: [...ON_EXPRESS, ...ON_FASTIFY].filter(({ setting }) => setting.start === 'NestFactory.create'),
    paths,
    imports: () => [ServeStaticModule.forRootAsync({ useFactory: () => [{ rootPath: folder }] })],
  },
];

describe.each(SERVERS)('$name', ({ name, platforms, ...mounted }) => {
  describe.each(platforms)('on $name', platform => {
    const served = behindPaths(platform, mounted);

    test('the files below a key are for its origin', async () => {
      expect((await served().get('/fonts/a.woff2')).body).toBe('in fonts');
      expect(await readersOf(served(), '/fonts/a.woff2')).toEqual([PARTNER]);
      expect(await readersOf(served(), '/fonts/a.woff2', { method: 'HEAD' })).toEqual([PARTNER]);
    });

    test('also part of a file, and a file that the client already has', async () => {
      const { headers } = await served().get('/fonts/a.woff2');
      const range = { headers: { Range: 'bytes=0-1' }, status: 206 };
      expect(await readersOf(served(), '/fonts/a.woff2', range)).toEqual([PARTNER]);
      const known = { headers: { 'If-None-Match': String(headers.etag) }, status: 304 };
      expect(await readersOf(served(), '/fonts/a.woff2', known)).toEqual([PARTNER]);
    });

    test('a missing file has the same policy', async () => {
      const { status } = await served().get('/fonts/missing');
      expect(await readersOf(served(), '/fonts/missing', { status })).toEqual([PARTNER]);
    });

    test('a URL that cannot be decoded also has the policy of its path', async () => {
      const { headers } = await served().get('/fonts/%zz', { Origin: PARTNER });
      expect(headers['access-control-allow-origin']).toBe(PARTNER);
    });

    test('files below a closed key are closed, however they are asked for', async () => {
      expect((await served().get('/fonts/private/a.woff2')).body).toBe('in fonts/private');
      expect(await readersOf(served(), '/fonts/private/a.woff2')).toEqual([]);
      for (const path of [
        '/fonts/%70rivate/a.woff2',
        '/fonts/./private/a.woff2',
        '/fonts//private/a.woff2',
      ]) {
        const { status } = await served().get(path);
        expect([path, await readersOf(served(), path, { status })]).toEqual([path, []]);
      }
    });

    test('other files are for the defaults', async () => {
      expect(await readersOf(served(), '/other/a.woff2')).toEqual([APP]);
      if (!name.includes('serve-static')) await expectOthersClosed(served());
    });
  });
});
