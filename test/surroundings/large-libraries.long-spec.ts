import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_AGENT } from '../agents/agents.js';
import { InstrumentedProcess } from '../agents/instrumented-process.js';
import { preflight, send } from '../e2e/support/http.js';
import { install, packInto } from '../matrix/installation.mjs';
import { EXPECTED, observe } from './support/observation.js';
import { DEFAULTS, EVIL } from './support/surrounded.js';

/** Too large to be installed for each run of the other tests. */
const PACKAGES = {
  '@bull-board/api': '9.10.2',
  '@bull-board/express': '9.10.1',
  '@bull-board/fastify': '9.10.1',
  'better-auth': '1.7.25',
};

const MINUTES = 60_000;
let folder: string;
let home: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nestjs-cors-policy-libraries-'));
  const tarball = await packInto(folder);
  const installed = await install(12, { folder, tarball, others: PACKAGES, types: false });
  if (!installed.ok) throw new Error(installed.output);
  ({ home } = installed);
}, 5 * MINUTES);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Library {
  readonly library: string;
  readonly platform: 'express' | 'fastify';
  readonly path: string;
  readonly body: RegExp;
}

const LIBRARIES: readonly Library[] = (['express', 'fastify'] as const).flatMap(platform => [
  { library: 'bull-board', platform, path: '/queues', body: /<html/ },
  { library: 'better-auth', platform, path: '/api/auth/ok', body: /"ok":true/ },
]);

describe.each(LIBRARIES)('beside $library on $platform', ({ library, platform, path, body }) => {
  let process: InstrumentedProcess;

  beforeAll(async () => {
    process = await InstrumentedProcess.start(home, {
      agent: NO_AGENT,
      platform,
      format: 'mjs',
      beside: [library],
    });
  }, MINUTES);

  afterAll(() => process.stop());

  test('the module answers as the contract says', async () => {
    expect(await observe({ server: process.url })).toEqual(EXPECTED);
  });

  test('the library does its work, and the defaults decide what it serves', async () => {
    const allowed = await send(process.url, 'GET', path, { Origin: DEFAULTS });
    expect([allowed.status, allowed.headers['access-control-allow-origin']]).toEqual([200, DEFAULTS]);
    expect(allowed.body).toMatch(body);
    const refused = await send(process.url, 'GET', path, { Origin: EVIL });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([200, undefined]);
    expect(refused.headers.vary?.toLowerCase()).toContain('origin');
    const asked = await preflight(process.url, path, { origin: DEFAULTS, method: 'GET' });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([204, DEFAULTS]);
    expect((await preflight(process.url, path, { origin: EVIL, method: 'GET' })).status).toBe(403);
  });
});
