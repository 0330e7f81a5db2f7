import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastifyCors from '@fastify/cors';
import cors from 'cors';
import express from 'express';
import Fastify from 'fastify';
import { serve } from './support/raw-server.js';
import { causes, checkOutput } from './support/run-check.js';

const APP = 'http://app.example.com';
const OPTIONS = {
  'any origin': { origin: '*' },
  'one origin': { origin: APP },
  'a list, with credentials': { origin: [APP, 'https://b.example'], credentials: true, maxAge: 600 },
  'an expression': { origin: /^http:\/\/[a-z]+\.example\.com$/ },
} as const;
const REQUESTS = [[], ['--method', 'PUT', '--header', 'Content-Type'], ['--method', 'HEAD']];

async function onExpress(options: cors.CorsOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const app = express().use(cors(options));
  app.all('/cats', (_request, response) => void response.json(['Tom']));
  return serve(app as RequestListener);
}

async function onFastify(options: cors.CorsOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const app = Fastify();
  await app.register(fastifyCors, { ...(options as object), methods: ['GET', 'HEAD', 'PUT'] });
  app.get('/cats', () => ['Tom']);
  app.put('/cats', () => 'replaced');
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}

describe.each([
  ['cors on Express', onExpress],
  ['@fastify/cors', onFastify],
])('A healthy server of others: %s', (_name, start) => {
  it.each(Object.entries(OPTIONS))('%s: no finding', async (_title, options) => {
    const { url, close } = await start(options as cors.CorsOptions);
    try {
      for (const args of REQUESTS)
        expect(await checkOutput(`${url}/cats`, '--origin', APP, ...args)).toMatchObject({
          verdict: 'readable',
          findings: [],
          exitCode: 0,
        });
    } finally {
      await close();
    }
  });

  it('a page that is not on its list: the policy is named', async () => {
    const { url, close } = await start({ origin: ['https://b.example', 'https://c.example'] });
    try {
      for (const args of REQUESTS) {
        const output = await checkOutput(`${url}/cats`, '--origin', APP, ...args);
        expect(causes(output)).toEqual(['origin-not-allowed (application)']);
      }
    } finally {
      await close();
    }
  });
});
