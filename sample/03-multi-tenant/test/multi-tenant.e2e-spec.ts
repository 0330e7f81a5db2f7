import { CorsBrowser, corsMatchers, type CorsPage } from 'nestjs-cors-policy/testing';
import { send } from '../../../test/e2e/support/http.js';
import { type MultiTenant, startMultiTenant } from '../src/multi-tenant.js';

expect.extend(corsMatchers);

const SHOP = 'https://shop.acme.example';
/** The browser can show a page a cached response again, even after the origin is revoked. */
const UNCACHED = { cache: 'no-store' } as const;
const POST = {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: '{"note":"milk"}',
} as const;

describe.each(['express', 'fastify'] as const)('Several tenants, on %s', platform => {
  let sample: MultiTenant;
  let acme: CorsBrowser;
  let globex: CorsBrowser;

  beforeAll(async () => {
    sample = await startMultiTenant({ platform, port: 0, adminToken: 'secret', logger: false });
  });
  beforeEach(() => {
    acme = new CorsBrowser(sample.app, { url: 'https://acme.api.example' });
    globex = new CorsBrowser(sample.app, { url: 'https://globex.api.example' });
  });
  afterEach(async () => {
    await acme.close();
    await globex.close();
  });
  afterAll(() => sample.close());

  async function administer(
    method: string,
    tenant: string,
    path: string,
    token = 'secret',
  ): Promise<{ status: number; body: string }> {
    return send(`http://127.0.0.1:${sample.port}`, method, `/admin/origins${path}`, {
      Host: `${tenant}.api.example`,
      Authorization: `Bearer ${token}`,
    });
  }

  it("lets a tenant's own pages read and write", async () => {
    const shop = acme.open(SHOP);
    expect(await shop.fetch('/notes', { credentials: 'include' })).toBeReadable();
    const written = await shop.fetch('/notes', POST);
    expect(written).toBeReadable();
    expect(written.preflight).toBeDefined();
    expect(written.response?.body).toBe('{"tenant":"acme","notes":["milk"]}');
  });

  it("lets no page of another tenant's", async () => {
    const elsewhere: CorsPage = globex.open(SHOP);
    expect(await elsewhere.fetch('/notes')).toBeBlocked(/Access-Control-Allow-Origin/);
    expect(await elsewhere.fetch('/notes', POST)).toBeBlocked(/Access-Control-Allow-Origin/);
  });

  it('lets pages read a 404 as well', async () => {
    expect(await acme.open(SHOP).fetch('/nothing')).toBeReadable();
  });

  it('allows no origin if the host names no tenant', async () => {
    for (const url of [
      'https://nobody.api.example',
      'https://localhost',
      'https://constructor.api.example',
    ]) {
      const browser = new CorsBrowser(sample.app, { url });
      expect(await browser.open(SHOP).fetch('/notes')).toBeBlocked(/Access-Control-Allow-Origin/);
      await browser.close();
    }
  });

  it('allows and revokes an origin while it runs, at once', async () => {
    const page = acme.open('https://new.acme.example');
    for (let round = 0; round < 2; round++) {
      expect(await page.fetch('/notes', UNCACHED)).toBeBlocked(/Access-Control-Allow-Origin/);
      expect((await administer('PUT', 'acme', '?origin=https://new.acme.example')).status).toBe(204);
      expect(await page.fetch('/notes', UNCACHED)).toBeReadable();
      expect((await administer('DELETE', 'acme', '?origin=https://new.acme.example')).status).toBe(204);
    }
    expect(await page.fetch('/notes', UNCACHED)).toBeBlocked(/Access-Control-Allow-Origin/);
  });

  it('shows the origins to administrators, and their pages to no other origin', async () => {
    expect(await administer('GET', 'acme', '')).toMatchObject({
      status: 200,
      body: '["http://localhost:4001","https://shop.acme.example"]',
    });
    expect((await administer('GET', 'acme', '', 'guessed')).status).toBe(403);
    expect(await acme.open(SHOP).fetch('/admin/origins')).toBeBlocked(/Access-Control-Allow-Origin/);
  });

  it.each([
    '',
    '?origin=',
    '?origin=https://shop.acme.example/',
    '?origin=*',
    '?origin=null',
    '?origin=a&origin=b',
  ])('takes no origin that would never match: %p', async path => {
    expect((await administer('PUT', 'acme', path)).status).toBe(400);
  });
});
