import fastifyHelmet from '@fastify/helmet';
import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet from 'helmet';
import type { IncomingMessage } from 'node:http';
import { ADAPTERS } from '../adapters/index.js';
import {
  type Setting,
  type StartOptions,
  SETTINGS,
  SETTINGS_AND_PATHS,
} from '../e2e/support/applications.js';
import { members } from '../e2e/support/http.js';
import { serve } from '../e2e/support/served.js';
import { type AnyResponse, APP, CORP, EVIL, filesModule, rawOf } from './files.js';

type Value = string | undefined;

/** Something that puts `same-origin` on each response before any route is entered, or nothing. */
const BESIDE = {
  'nothing else': () => undefined,
  'helmet': (app: INestApplication) => {
    const protect = helmet();
    app.use((request: IncomingMessage, response: AnyResponse, next: () => void) => {
      protect(request, rawOf(response), next);
    });
  },
} satisfies Record<string, (app: INestApplication) => void>;

const DEFAULTS = { defaults: { origin: APP, resourcePolicy: 'same-site' } } as const;

/** A middleware that answers itself, and one that sets the header as it is in front of a route. */
function withMiddleware(app: INestApplication): void {
  app.use((request: IncomingMessage, response: AnyResponse, next: () => void) => {
    if (request.url !== '/files/ended') {
      next();
      return;
    }
    const raw = rawOf(response);
    raw.setHeader(CORP, 'same-origin');
    raw.end('ended by a middleware');
  });
}

function describeRows(
  setting: Setting,
  interceptor: 'auto' | 'always',
  beside: keyof typeof BESIDE,
  start: StartOptions = {},
): void {
  const isNative = interceptor === 'auto';
  const before = beside === 'nothing else' ? undefined : 'same-origin';
  const served = serve(setting, () => filesModule({ ...DEFAULTS, interceptor }), {
    ...start,
    configure: app => {
      withMiddleware(app);
      BESIDE[beside](app);
    },
  });

  test.each<[path: string, status: number, native: Value, portable?: Value]>([
    ['/files/open', 200, 'cross-origin'],
    ['/files/site', 200, 'same-site'],
    ['/files/listed', 200, 'cross-origin'],
    ['/files/stream', 200, 'cross-origin'],
    ['/files/broken', 403, 'cross-origin'],
    ['/plain', 200, 'same-site'],
    // Set after the route was entered.
    ['/files/own', 200, 'same-site'],
    ['/files/raw', 200, 'same-site'],
    // The same value as before is no change; the portable path knows what @Header() says.
    ['/files/again', 200, before === undefined ? 'same-origin' : 'cross-origin', 'same-origin'],
    // Guards run before interceptors.
    ['/files/labelled', 200, 'same-site', 'cross-origin'],
    ['/files/closed', 403, 'cross-origin', before],
    // By no route of Nest.
    ['/files/ended', 200, 'cross-origin', 'same-origin'],
    ['/nowhere', 404, 'same-site', before],
  ])('%s', async (path, status, native, ...portable) => {
    const expected = isNative || portable.length === 0 ? native : portable[0];
    for (const headers of [{}, { Origin: APP }, { Origin: EVIL }]) {
      const { status: got, headers: sent } = await served().get(path, headers);
      expect([got, sent[CORP.toLowerCase()]]).toEqual([status, expected]);
    }
  });

  test.each([
    [{}, 200],
    [{ 'Origin': EVIL, 'Sec-Fetch-Site': 'same-origin' }, 200],
    [{ Origin: APP }, 200],
    [{ Origin: EVIL }, 403],
  ])('enforce, for %j', async (headers, status) => {
    const { status: got, headers: sent } = await served().get('/files/enforced', headers);
    expect([got, sent[CORP.toLowerCase()]]).toEqual([status, 'same-origin']);
  });

  test('HEAD has it too', async () => {
    const { headers } = await served().send('HEAD', '/files/open');
    expect(headers[CORP.toLowerCase()]).toBe('cross-origin');
  });

  test.each([APP, EVIL])('preflights never have it: %s', async origin => {
    const preflight = await served().preflight('/files/listed', { origin, method: 'GET' });
    expect(preflight.status).toBe(origin === APP ? 204 : 403);
    // Headers that other code puts on every response are also on those of the portable path.
    expect([undefined, isNative ? undefined : before]).toContain(preflight.headers[CORP.toLowerCase()]);
  });

  test('no Vary because of it', async () => {
    const { headers } = await served().get('/files/open', { Origin: APP });
    expect(members(headers.vary)).not.toContain('origin');
  });
}

const BOTH = Object.keys(BESIDE) as (keyof typeof BESIDE)[];

describe.each(BOTH)('resourcePolicy, beside %s', beside => {
  describe.each(SETTINGS_AND_PATHS)('$name', ({ interceptor, ...setting }) => {
    describeRows(setting, interceptor, beside);
  });

  const [setting] = SETTINGS;
  describe.each(ADAPTERS)('on an adapter $name', ({ create }) => {
    if (setting !== undefined) describeRows(setting, 'auto', beside, { adapter: create() });
  });

  describe.each(ADAPTERS.filter(({ wildcards }) => wildcards))(
    "on an adapter $name, interceptor: 'always'",
    ({ create }) => {
      if (setting !== undefined) describeRows(setting, 'always', beside, { adapter: create() });
    },
  );
});

const SECURITY_HEADERS = {
  "Nest's useSecurityHeaders()": (app: INestApplication) => void app.useSecurityHeaders(),
  '@fastify/helmet': async (app: INestApplication) => {
    await (app as NestFastifyApplication).register(fastifyHelmet);
  },
};

describe.each(SETTINGS_AND_PATHS)(
  'resourcePolicy beside security headers: $name',
  ({ interceptor, ...setting }) => {
    const rows = Object.entries(SECURITY_HEADERS).filter(
      ([name]) => setting.platform === 'fastify' || name !== '@fastify/helmet',
    );

    describe.each(rows)('%s', (_, configure) => {
      const served = serve(setting, () => filesModule({ interceptor }), { configure });

      test.each([
        ['/files/open', 'cross-origin'],
        ['/files/site', 'same-site'],
        ['/files/own', 'same-site'],
        // Where nothing says anything, the header stays as it is.
        ['/plain', 'same-origin'],
        ['/nowhere', 'same-origin'],
      ])('%s', async (path, expected) => {
        expect((await served().get(path)).headers[CORP.toLowerCase()]).toBe(expected);
      });
    });
  },
);

describe.each(SETTINGS)('resourcePolicy where no level has it: $name', setting => {
  const served = serve(setting, () => filesModule({}));

  test.each(['/plain', '/nowhere'])('%s has no such header', async path => {
    expect((await served().get(path)).headers).not.toHaveProperty(CORP.toLowerCase());
  });
});

/** A route of the platform's own, which may pass the request on. */
interface PlatformRoutes {
  get(path: string, handler: (request: unknown, response: AnyResponse, next?: () => void) => unknown): void;
}

describe.each(SETTINGS)('resourcePolicy beside routes of the platform: $name', setting => {
  const served = serve(setting, () => filesModule(DEFAULTS), {
    configure: app => {
      const platform = app.getHttpAdapter().getInstance() as PlatformRoutes;
      platform.get('/platform', (_request, response) => {
        const raw = rawOf(response);
        raw.setHeader(CORP, 'same-origin');
        raw.end('platform');
      });
      if (setting.platform === 'express') {
        platform.get('/files/site', (_request, response, next) => {
          rawOf(response).setHeader(CORP, 'same-origin');
          next?.();
        });
      }
    },
  });

  test('one that answers has the defaults, independent of its headers', async () => {
    expect((await served().get('/platform')).headers[CORP.toLowerCase()]).toBe('same-site');
  });

  test('one that passes the request on has set it before the route was entered', async () => {
    expect((await served().get('/files/site')).headers[CORP.toLowerCase()]).toBe('same-site');
  });
});
