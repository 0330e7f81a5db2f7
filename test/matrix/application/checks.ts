import type { INestApplication } from '@nestjs/common';
import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { AddressInfo, Server } from 'node:net';
import { CorsBrowser } from 'nestjs-cors-policy/testing';
import { APP, PARTNER } from './origins.js';
import { REQUEST_TABLE } from './request-table.js';
import { send } from './wire.js';

/** The required answers of an application, over a real socket. */
export async function check(app: INestApplication): Promise<void> {
  const lines: string[] = [];
  const note = (line: unknown): number => lines.push(String(line));
  app.useLogger({ log: note, warn: note, error: note });
  await app.listen(0, '127.0.0.1');
  // The address that the explorer has printed.
  const [token = ''] = lines.flatMap(line => /\?token=(\S+)$/.exec(line)?.[1] ?? []);
  try {
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    await checkAnswers(`http://127.0.0.1:${port}`, token);
    await checkTable(port);
    await checkBrowser(app);
  } finally {
    await app.close();
  }
}

async function checkAnswers(server: string, token: string): Promise<void> {
  const ask = (method: string, path: string, headers: Record<string, string>) =>
    fetch(`${server}${path}`, { method, headers });
  const preflight = {
    'Access-Control-Request-Method': 'PUT',
    'Access-Control-Request-Headers': 'x-request-id',
  };

  const actual = await ask('GET', '/cats', { Origin: APP });
  deepStrictEqual(corsHeaders(actual), {
    'status': 200,
    'access-control-allow-credentials': 'true',
    'access-control-allow-origin': APP,
    'access-control-expose-headers': 'X-Total',
  });
  const handlers = (await actual.json()) as string[];
  ok(handlers.includes('CatsController.replace'), 'CorsService is injected, and knows the routes');

  deepStrictEqual(corsHeaders(await ask('OPTIONS', '/cats/1', { ...preflight, Origin: PARTNER })), {
    'status': 204,
    'access-control-allow-headers': 'X-Request-Id',
    'access-control-allow-methods': 'PUT',
    'access-control-allow-origin': PARTNER,
    'access-control-max-age': '60',
  });
  deepStrictEqual(corsHeaders(await ask('OPTIONS', '/cats/1', { ...preflight, Origin: APP })), {
    status: 403,
  });
  deepStrictEqual(corsHeaders(await ask('GET', '/nowhere', { Origin: APP })), {
    'status': 404,
    'access-control-allow-origin': APP,
  });

  const page = await ask('GET', `/cors-explorer?token=${token}`, {});
  ok(page.status === 200 && (await page.text()).includes('<html'), 'the explorer serves its page');
}

async function checkTable(port: number): Promise<void> {
  for (const { title, request, status, headers, body } of REQUEST_TABLE) {
    const response = await send(port, request);
    // Express chooses the body of a redirect by Accept, and says so.
    const vary = response.headers.vary?.replace(/^Accept, /, '');
    const seen = { ...response.headers, ...(vary === undefined ? {} : { vary }) };
    deepStrictEqual({ title, status: response.status, ...seen }, { title, status, ...headers });
    if (body === '') strictEqual(response.body.replace(/^0\r\n\r\n$/, ''), '', title);
    else ok(response.body.includes(body ?? ''), title);
  }
}

async function checkBrowser(app: INestApplication): Promise<void> {
  const browser = new CorsBrowser(app);
  const page = browser.open(APP);
  strictEqual((await page.fetch('/cats', { credentials: 'include' })).outcome, 'readable');
  strictEqual((await page.fetch('/cats/1', { method: 'PUT' })).outcome, 'blocked');
  await browser.close();
}

function corsHeaders(response: Response): Record<string, string | number> {
  const headers = [...response.headers].filter(([name]) => name.startsWith('access-control-'));
  return { status: response.status, ...Object.fromEntries(headers) };
}
