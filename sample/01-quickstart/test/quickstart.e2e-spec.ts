import { CorsService } from 'nestjs-cors-policy';
import { CorsBrowser, corsMatchers, type CorsPage, snapshot } from 'nestjs-cors-policy/testing';
import { type Quickstart, startQuickstart } from '../src/quickstart.js';

expect.extend(corsMatchers);

const NO_HEADER = "No 'Access-Control-Allow-Origin' header";

describe.each(['express', 'fastify'] as const)('The quickstart, on %s', platform => {
  let sample: Quickstart;
  let browser: CorsBrowser;
  let trusted: CorsPage;
  let untrusted: CorsPage;

  beforeAll(async () => {
    sample = await startQuickstart({ platform, apiPort: 0, trustedPort: 0, untrustedPort: 0, logger: false });
  });

  beforeEach(() => {
    browser = new CorsBrowser(sample.app);
    trusted = browser.open(sample.trusted);
    untrusted = browser.open(sample.untrusted);
  });

  afterEach(() => browser.close());
  afterAll(() => sample.close());

  it('shows the catalogue to every page', async () => {
    const result = await untrusted.fetch('/catalogue');

    expect(result).toBeReadable();
    expect(result.preflight).toBeUndefined();
    expect(result.response?.headers).toHaveProperty('x-total-count', '3');
  });

  it("shows partners' orders only to the trusted page", async () => {
    expect(await trusted.fetch('/orders')).toBeReadable();
    expect(await untrusted.fetch('/orders')).toBeBlocked(NO_HEADER);
  });

  it('lets the trusted page replace an order, and asks first', async () => {
    const init = { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{}' };
    const result = await trusted.fetch('/orders/42', init);

    expect(result).toBeReadable();
    expect(result.preflight?.response.headers).toHaveProperty('access-control-allow-methods', 'PUT');
    expect(await untrusted.fetch('/orders/42', init)).toBeBlocked(NO_HEADER);
  });

  it('lets no page cancel an order', async () => {
    expect(await trusted.fetch('/orders/42', { method: 'DELETE' })).toBeBlocked(
      /Method DELETE is not allowed/,
    );
  });

  it('shows the dashboard to a logged-in user', async () => {
    const credentials = 'include';
    const stranger = await trusted.fetch('/dashboard', { credentials });
    expect(stranger).toBeReadable();
    expect(stranger.response?.status).toBe(401);

    await trusted.fetch('/session', { method: 'POST', credentials });

    const user = await trusted.fetch('/dashboard', { credentials });
    expect(user.response?.status).toBe(200);
    expect(await untrusted.fetch('/dashboard', { credentials })).toBeBlocked(NO_HEADER);
  });

  it('takes a transfer from the trusted page alone, though both send the cookie', async () => {
    const init = { method: 'POST', credentials: 'include' } as const;
    await trusted.fetch('/session', init);

    expect((await trusted.fetch('/dashboard/transfers', init)).response?.status).toBe(201);
    const refused = await untrusted.fetch('/dashboard/transfers', init);
    expect(refused).toBeBlocked(NO_HEADER);
    expect(refused.exchanges.at(-1)?.response.status).toBe(403);
  });

  it('opens no more than this', () => {
    const surface = snapshot(sample.app.get(CorsService)).replaceAll(sample.trusted, 'http://trusted');

    expect(surface).toMatchSnapshot();
  });
});
