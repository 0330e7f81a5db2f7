import { CorsService } from 'nestjs-cors-policy';
import { CorsBrowser, type CorsPage, corsMatchers, snapshot } from 'nestjs-cors-policy/testing';
import { send } from '../../../test/e2e/support/http.js';
import { type FastifySample, startFastifySample } from '../src/fastify-sample.js';
import { surface } from '../src/surface.js';
import { answerTo, readmeCommands } from './readme-commands.js';

expect.extend(corsMatchers);

const NO_HEADER = "No 'Access-Control-Allow-Origin' header";
const PNG = { 'Content-Type': 'image/png' };
const commands = readmeCommands();

describe('The Fastify sample', () => {
  const lines: string[] = [];
  let sample: FastifySample;
  let browser: CorsBrowser;
  let app: CorsPage;
  let partner: CorsPage;
  let other: CorsPage;

  beforeAll(async () => {
    const note = (line: unknown): number => lines.push(String(line));
    sample = await startFastifySample({ port: 0, logger: { log: note, warn: note, error: note } });
  });
  beforeEach(() => {
    browser = new CorsBrowser(sample.app, { url: 'https://api.shop.example' });
    app = browser.open('https://app.shop.example');
    partner = browser.open('https://tea.partner.example');
    other = browser.open('https://other.example');
  });
  afterEach(() => browser.close());
  afterAll(() => sample.close());

  it('has commands in its README', () => {
    expect(commands.length).toBeGreaterThanOrEqual(15);
  });

  it.each(commands)('answers as its README says: $command', async ({ command, answer }) => {
    expect(await answerTo(command, sample.port)).toBe(answer);
  });

  it('lets every page read the catalogue, and no page its drafts', async () => {
    expect(await other.fetch('/api/v1/catalogue/assam')).toBeReadable();
    expect(await other.fetch('/api/v1/catalogue/drafts')).toBeBlocked(NO_HEADER);
    const { response } = await other.fetch('/api/v2/catalogue');
    expect(response?.headers).toHaveProperty('x-total-count', '2');
  });

  it('lets partners replace an order in the version that is for them', async () => {
    const init = {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json', 'X-Request-Id': '1' },
      body: '{"state":"sent"}',
    };
    const { response } = await partner.fetch('/api/v2/orders/42', init);
    expect(response?.body).toBe('{"state":"sent","id":"42"}');
    expect(await partner.fetch('/api/v1/orders/42', init)).toBeBlocked(NO_HEADER);
    expect(await other.fetch('/api/v2/orders/42', init)).toBeBlocked(NO_HEADER);
  });

  it('lets partners read a stream', async () => {
    const { response } = await partner.fetch('/api/v2/orders/export');
    expect(response?.body).toBe('id,state\n42,packed\n');
  });

  it('shows the dashboard to its own front end, with the cookie', async () => {
    const credentials = 'include';
    expect((await app.fetch('/api/dashboard', { credentials })).response?.status).toBe(401);
    await app.fetch('/api/session', { method: 'POST', credentials });
    expect((await app.fetch('/api/dashboard', { credentials })).response?.body).toBe(
      '{"user":"ada","transfers":0}',
    );
  });

  it('makes no transfer for another origin, whose request a browser does send', async () => {
    const init = { method: 'POST', credentials: 'include' } as const;
    await app.fetch('/api/session', init);
    const refused = await browser.open('https://blog.shop.example').fetch('/api/dashboard/transfers', init);
    expect(refused).toBeBlocked(NO_HEADER);
    expect(refused.exchanges.at(-1)?.response.status).toBe(403);
    expect((await app.fetch('/api/dashboard/transfers', init)).response?.body).toBe('{"transfers":1}');
  });

  it('takes an upload, and lets the page read why it does not', async () => {
    const init = { method: 'PUT', credentials: 'include', headers: PNG } as const;
    await app.fetch('/api/session', { method: 'POST', credentials: 'include' });
    const path = '/api/dashboard/avatar';
    const taken = await app.fetch(path, { ...init, body: 'x'.repeat(64 * 1024) });
    expect(taken.preflight).toBeDefined();
    expect(taken.response?.body).toBe('{"bytes":65536}');
    const tooLarge = await app.fetch(path, { ...init, body: 'x'.repeat(64 * 1024 + 1) });
    expect(tooLarge).toBeReadable();
    expect(tooLarge.response?.status).toBe(413);
  });

  it("has the plugin's headers on what the application answers, and the explorer's own on its page", async () => {
    const url = `http://127.0.0.1:${sample.port}`;
    const { headers } = await send(url, 'GET', '/api/v1/catalogue');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    const [address = ''] = lines.flatMap(line => / at http:\/\/[^/]+(\/\S+)$/.exec(line)?.[1] ?? []);
    const page = await send(url, 'GET', address);
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });

  it('opens no more than this', () => {
    const cors = sample.app.get(CorsService);
    const routes = cors.routes().filter(({ path }) => !path.startsWith('/api/cors-explorer'));
    expect(surface(routes)).toMatchSnapshot();
    expect(snapshot(cors)).toMatchSnapshot();
  });
});
