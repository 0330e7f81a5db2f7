import type { INestApplication } from '@nestjs/common';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { RequestListener, Server, ServerResponse } from 'node:http';
import { CORS_DECISION_CHANNEL, type CorsDecision } from 'nestjs-cors-policy';
import type { Setting, StartOptions } from '../../support/applications.js';
import { Served } from '../../support/served.js';
import { type CatsPolicies, PREFLIGHT, catsModule, headersOf, recordResponses } from './preflight-answers.js';

/**
 * A piece of code that affects a preflight for `/cats`, and whether the preflight is still answered
 * before the platform sees it.
 */
export interface PreflightRow {
  readonly policies?: CatsPolicies;
  readonly start?: () => StartOptions;
  readonly path?: string;
  readonly status?: 200;
  /** The differences from the usual answer. */
  readonly more?: Readonly<Record<string, string | undefined>>;
  /** Observations that must be among all observations. */
  readonly saw?: readonly unknown[];
  readonly isAhead?: boolean;
}

let seen: unknown[] = [];

export function see(what: unknown): void {
  seen.push(what);
}

/** The observations since the last call. */
export function takeSeen(): readonly unknown[] {
  const taken = seen;
  seen = [];
  return taken;
}

export function serverOf(app: INestApplication): Server {
  return app.getHttpServer() as Server;
}

export function onServer(listener: RequestListener): StartOptions {
  return { configure: app => void serverOf(app).prependListener('request', listener) };
}

/** Has a listener of the server look at what heads are given. */
export function onHeads(look: (args: readonly unknown[]) => void): StartOptions {
  return onServer((_request, response) => {
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
    response.writeHead = (...args: unknown[]) => {
      look(args);
      return writeHead(...args);
    };
  });
}

const ROWS: Readonly<Record<string, PreflightRow>> = {
  'nothing': { isAhead: true },
  'a query': { path: '/cats?origin=https://evil.example&a=%5B%5D', isAhead: true },
  'status 200': { policies: { status: 200 }, status: 200, more: { 'content-length': '0' }, isAhead: true },
  'a policy that refuses by itself': { policies: { enforce: true }, isAhead: true },
  'middleware of the application, which preflights have never reached': {
    start: () => ({
      configure: app =>
        void app.use((_request: unknown, _response: unknown, next: () => void) => {
          see('middleware');
          next();
        }),
    }),
    isAhead: true,
  },
  'a policy with a predicate': { policies: { predicate: true }, isAhead: false },
  'headers of a listener of the server': {
    start: () => onServer((_request, response) => response.setHeader('X-Server', 'by the listener')),
    more: { 'x-server': 'by the listener' },
    isAhead: false,
  },
};

/**
 * Compares the answer with the code installed, and optionally whether the platform saw the
 * preflight.
 */
export function describePreflights({
  settings,
  rows,
  answer,
  wasSeenByPlatform,
}: {
  readonly settings: readonly Setting[];
  readonly rows: Readonly<Record<string, PreflightRow>>;
  readonly answer: Readonly<Record<string, string>>;
  readonly wasSeenByPlatform?: (response: ServerResponse) => boolean;
}): void {
  describe.each(settings)('a preflight’s answer: $name', setting => {
    test.each(Object.entries({ ...ROWS, ...rows }))('beside %s', async (_name, row) => {
      const { policies, start, path = '/cats', status = 204, more, saw = [], isAhead } = row;
      takeSeen();
      const served = await Served.start(setting, catsModule(policies), start?.());
      const responses = recordResponses(serverOf(served.app));
      const headers = { ...PREFLIGHT, 'X-Forwarded-Host': 'api.example' };
      const response = await served.send('OPTIONS', path, headers);
      const refused = await served.send('OPTIONS', path, { ...headers, Origin: 'https://evil.example' });
      await served.close();

      expect({ status: response.status, body: response.body, ...headersOf(response) }).toEqual({
        status,
        body: '',
        ...answer,
        ...more,
      });
      expect(refused.status).toBe(403);
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
      expect(takeSeen()).toEqual(saw.length === 0 ? [] : expect.arrayContaining([...saw]));
      if (wasSeenByPlatform !== undefined) {
        expect(responses.map(wasSeenByPlatform)).toEqual([isAhead !== true, isAhead !== true]);
      }
    });

    test('listeners get a decision event', async () => {
      const published: CorsDecision[] = [];
      const listen = (decision: unknown) => published.push(decision as CorsDecision);
      const served = await Served.start(setting, catsModule());
      subscribe(CORS_DECISION_CHANNEL, listen);
      await served.send('OPTIONS', '/cats?a=b', PREFLIGHT);
      await served.send('OPTIONS', '/cats', { ...PREFLIGHT, Origin: 'https://evil.example' });
      unsubscribe(CORS_DECISION_CHANNEL, listen);
      await served.close();

      const handlers = ['CatsController.list'];
      expect(published).toMatchObject([
        { kind: 'preflight', allowed: true, url: '/cats?a=b', status: 204, handlers },
        { kind: 'preflight', allowed: false, url: '/cats', handlers },
      ]);
    });
  });
}
