// The statements of docs/comparison.md and docs/migration.md about `cors` and `@fastify/cors`.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import cors from 'cors';
import express from 'express';
import fastify from 'fastify';
import { readProse } from '../support/documentation-page.js';
import { ask } from './support/ask.js';
import type { WrittenExchange } from './support/written-exchange.js';

type Options = Parameters<typeof cors>[0] & { origin?: string | string[] | boolean };
type Answer = WrittenExchange['response'];

const PREFLIGHT = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x-a,x-b' };

/** Asks an application with one route, `/cats`, and that options. */
const PEERS: Readonly<
  Record<string, (options: Options, request: WrittenExchange['request']) => Promise<Answer>>
> = {
  'cors': async (options, request) => {
    const app = express();
    app.use(cors(options));
    app.all('/cats', (_, response) => response.status(299).end());
    const server = createServer((incoming, response) => void app(incoming, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    try {
      return await ask((server.address() as AddressInfo).port, request);
    } finally {
      server.close();
    }
  },
  '@fastify/cors': async (options, request) => {
    const app = fastify();
    await app.register(fastifyCors, options as object);
    app.route({
      method: ['GET', 'PUT', 'OPTIONS'],
      url: '/cats',
      handler: (_, reply) => reply.code(299).send(),
    });
    app.put('/dogs', { config: { cors: { origin: 'https://other.example' } } }, (_, reply) => reply.send());
    await app.listen({ port: 0, host: '127.0.0.1' });
    try {
      return await ask((app.server.address() as AddressInfo).port, request);
    } finally {
      await app.close();
    }
  },
};

const get = (origin: string): WrittenExchange['request'] => ({
  method: 'GET',
  path: '/cats',
  headers: { origin },
});
const preflight = (origin: string, path = '/cats'): WrittenExchange['request'] => ({
  method: 'OPTIONS',
  path,
  headers: { origin, ...PREFLIGHT },
});
const ALLOW = 'access-control-allow-';

describe.each(Object.entries(PEERS))('%s', (name, asked) => {
  it('allows any origin by default', async () => {
    expect((await asked({}, get('https://a.example'))).headers).toHaveProperty(`${ALLOW}origin`, '*');
  });

  it('allows its own list of methods by default, and every requested header', async () => {
    const methods = name === 'cors' ? 'GET,HEAD,PUT,PATCH,POST,DELETE' : 'GET,HEAD,POST';
    expect((await asked({}, preflight('https://a.example'))).headers).toMatchObject({
      [`${ALLOW}methods`]: methods,
      [`${ALLOW}headers`]: 'x-a,x-b',
    });
  });

  it('reflects every origin with origin: true, also with credentials', async () => {
    const answer = await asked({ origin: true, credentials: true }, get('https://evil.example'));
    expect(answer.headers).toMatchObject({
      [`${ALLOW}origin`]: 'https://evil.example',
      [`${ALLOW}credentials`]: 'true',
    });
  });

  it("takes '*' with credentials, which no browser takes", async () => {
    const answer = await asked({ origin: '*', credentials: true }, get('https://a.example'));
    expect(answer.headers).toMatchObject({ [`${ALLOW}origin`]: '*', [`${ALLOW}credentials`]: 'true' });
  });

  it("treats '*' in a list differently from the other", async () => {
    const { headers } = await asked({ origin: ['*'] }, get('https://a.example'));
    expect(headers[`${ALLOW}origin`]).toBe(name === 'cors' ? undefined : '*');
  });

  it('takes an origin that can never match', async () => {
    const answer = await asked({ origin: ['https://a.example/'] }, get('https://a.example'));
    expect(answer.headers).not.toHaveProperty(`${ALLOW}origin`);
  });

  it('tells an origin that it refuses what others may do', async () => {
    const { status, headers } = await asked(
      { origin: ['https://a.example'] },
      preflight('https://evil.example'),
    );
    expect(status).toBe(204);
    expect(headers).not.toHaveProperty(`${ALLOW}origin`);
    expect(headers).toHaveProperty(`${ALLOW}methods`);
  });

  it('sends a single origin to every page', async () => {
    const answer = await asked({ origin: 'https://a.example' }, get('https://evil.example'));
    expect(answer.headers).toHaveProperty(`${ALLOW}origin`, 'https://a.example');
    expect('vary' in answer.headers).toBe(name === 'cors');
  });

  it('keeps a plain OPTIONS from the application', async () => {
    const request = { method: 'OPTIONS', path: '/cats', headers: {} };
    expect((await asked({}, request)).status).toBe(name === 'cors' ? 204 : 400);
  });
});

it("@fastify/cors answers a preflight by its own options, not by the route's", async () => {
  const answer = await PEERS['@fastify/cors']?.(
    { origin: 'https://a.example' },
    preflight('https://a.example', '/dogs'),
  );
  expect(answer?.headers).toHaveProperty(`${ALLOW}origin`, 'https://a.example');
});

describe('docs/comparison.md', () => {
  const rows = readProse('docs/comparison.md')
    .filter(({ section, line }) => section === 'For Node' && line.startsWith('|'))
    .map(({ line }) => line.split('|').map(cell => cell.trim()));
  const [heads = []] = rows;
  const column = (name: string): readonly string[] => {
    const at = heads.findIndex(head => head.startsWith(`\`${name}\``));
    return rows.slice(2).map(row => row[at] ?? '');
  };

  it.each(Object.keys(PEERS))('names the version of %s that is asked here', name => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const [, version = ''] =
      /` ([\d.]+)$/.exec(heads.find(head => head.startsWith(`\`${name}\``)) ?? '') ?? [];
    expect(version).not.toBe('');
    expect(`${devDependencies[name] ?? ''}.`.startsWith(`${version}.`)).toBe(true);
  });

  it('says what is asked here', () => {
    expect(column('cors')).toEqual([
      '`*`, six methods',
      'middleware per route',
      'no',
      'no',
      'accepted',
      'accepted',
      '204 with headers ²',
      'no',
    ]);
    expect(column('@fastify/cors')).toEqual([
      '`*`, GET, HEAD, POST',
      '`config.cors`',
      'no',
      "the route's fields win",
      'accepted',
      'accepted',
      '204 with headers ²',
      'no: 400',
    ]);
  });
});
