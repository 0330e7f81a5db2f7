import { send } from '../../../test/e2e/support/http.js';
import { type CsrfSample, startCsrfSample } from '../src/csrf-sample.js';
import { DEFENCES, type Defence } from '../src/defence.js';
import type { Entry } from '../src/ledger.js';

describe.each(['express', 'fastify'] as const)('CORS beside CSRF, on %s', platform => {
  let sample: CsrfSample;
  let cookie: string;

  beforeAll(async () => {
    sample = await startCsrfSample({ platform, bankPort: 0, pagePort: 0, logger: false });
    const { headers } = await logIn('none', sample.frontEnd);
    cookie = String(headers['set-cookie']).replace(/;.*/, '');
  });

  afterAll(() => sample.close());

  function logIn(kind: string, back: string) {
    const query = new URLSearchParams({ cookie: kind, back, state: 'cookie=none' });
    return send(sample.banks.cors, 'GET', `/session?${query.toString()}`);
  }

  function form(defence: Defence, from: 'frontEnd' | 'neighbour' | 'stranger', attempt = 'a') {
    return send(sample.banks[defence], 'POST', `/account/transfers?attempt=${attempt}`, {
      'Cookie': cookie,
      'Origin': sample[from],
      'Sec-Fetch-Site': from === 'stranger' ? 'cross-site' : 'same-site',
      'Content-Type': 'application/x-www-form-urlencoded',
    });
  }

  const STATUS: Record<Defence, number> = { cors: 201, enforce: 403, csrf: 403, both: 403 };

  it.each(DEFENCES)('a form from elsewhere, %s', async defence => {
    expect((await form(defence, 'stranger')).status).toBe(STATUS[defence]);
    expect((await form(defence, 'neighbour')).status).toBe(STATUS[defence]);
  });

  it.each(DEFENCES)('the front end is not in the way of its own bank, %s', async defence => {
    const { status, headers, body } = await form(defence, 'frontEnd');

    expect(status).toBe(201);
    expect(headers['access-control-allow-origin']).toBe(sample.frontEnd);
    expect(headers['access-control-allow-credentials']).toBe('true');
    expect(JSON.parse(body)).toMatchObject({ transferred: 10 });
  });

  it.each([
    ['none', 'SameSite=None; Secure'],
    ['lax', 'SameSite=Lax'],
    ['strict', 'SameSite=Strict'],
    ['anything else', 'SameSite=Strict'],
  ])('the cookie %s is %s', async (kind, attribute) => {
    const { status, headers } = await logIn(kind, sample.stranger);

    expect(status).toBe(303);
    expect(headers.location).toBe(`${sample.stranger}/#cookie%3Dnone`);
    expect(String(headers['set-cookie'])).toMatch(new RegExp(`HttpOnly.*; ${attribute}$`));
  });

  it('the cookie without SameSite has none', async () => {
    expect(String((await logIn('unset', sample.frontEnd)).headers['set-cookie'])).not.toContain('SameSite');
  });

  it('the log-in leads back to the three pages and nowhere else', async () => {
    expect((await logIn('none', 'https://evil.example')).status).toBe(400);
  });

  it('without a session there is no account', async () => {
    expect((await send(sample.banks.cors, 'GET', '/account')).status).toBe(401);
  });

  it('the ledger tells a page what the bank saw, and keeps a bounded number', async () => {
    await form('csrf', 'stranger', 'seen');
    const seen = async (): Promise<Entry[]> =>
      JSON.parse((await send(sample.stranger, 'GET', '/ledger?attempt=seen')).body) as Entry[];

    expect(await seen()).toEqual([
      {
        method: 'POST',
        origin: sample.stranger,
        fetchSite: 'cross-site',
        cookie: true,
        status: 403,
        handled: false,
      },
    ]);
    for (let sent = 0; sent < 260; sent += 1) await send(sample.banks.cors, 'GET', '/account?attempt=many');
    expect(await seen()).toEqual([]);
  });

  it.each(['frontEnd', 'neighbour', 'stranger'] as const)(
    'the page of the %s is served strictly',
    async where => {
      const { status, headers } = await send(sample[where], 'GET', '/');

      expect(status).toBe(200);
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect((await send(sample[where], 'GET', '/../package.json')).status).toBe(404);
      expect((await send(sample[where], 'GET', '/', { Host: 'elsewhere.example' })).status).toBe(404);
    },
  );
});
