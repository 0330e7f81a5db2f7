import { Controller, Get, type INestApplication, Module, Req, Res, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import type { IncomingHttpHeaders } from 'node:http';
import { type Browser, type Page, chromium } from 'playwright-core';
import { certificate } from '../conformance/support/certificate.js';
import { portOf } from '../e2e/support/applications.js';
import { CHROMIUM_ARGUMENTS, describeWithChromium } from './chromium.js';
import { findChromium } from './find-chromium.js';
import { startConnectProxy } from './why-blocked/connect-proxy.js';

const PAGE = 'https://app.example.com';
const API = 'https://api.other.example';

/** The requests that the handlers received: `<path> <Sec-Fetch-Storage-Access> <Origin>`. */
let served: string[] = [];

interface AnyResponse {
  header(name: string, value: string): unknown;
}

function embedded(path: string, policy: CorsPolicyOptions): Type<unknown> {
  @CorsPolicy(policy)
  @Controller(path)
  class Embedded {
    @Get('image') image(
      @Req() request: { headers: IncomingHttpHeaders },
      @Res({ passthrough: true }) response: AnyResponse,
    ) {
      const { origin = 'no Origin', 'sec-fetch-storage-access': access } = request.headers;
      served.push(`${path} ${String(access)} ${origin}`);
      // Has the browser ask once more, with its cookies.
      response.header('Activate-Storage-Access', `retry; allowed-origin="${PAGE}"`);
      return '';
    }
  }
  return Embedded;
}

@Controller('page')
class Pages {
  @Get() page(@Res({ passthrough: true }) response: AnyResponse) {
    response.header('Content-Type', 'text/html');
    response.header('Set-Cookie', 'session=1; Secure; SameSite=None; Path=/');
    return '<!doctype html><title>page</title><link rel="icon" href="data:,">';
  }
}

@Module({
  imports: [CorsModule.forRoot()],
  controllers: [
    Pages,
    embedded('lax', { origin: 'https://partner.example' }),
    embedded('refused', { origin: 'https://partner.example', enforce: true }),
    embedded('allowed', { origin: PAGE, enforce: true }),
  ],
})
class AppModule {}

describeWithChromium('Storage Access headers in Chromium', () => {
  describe.each([
    ['Express', () => new ExpressAdapter()],
    ['Fastify', () => new FastifyAdapter({ https: certificate() })],
  ] as const)('on %s', (_, adapter) => {
    let app: INestApplication;
    let proxy: Awaited<ReturnType<typeof startConnectProxy>>;
    let browser: Browser;
    let tab: Page;

    beforeAll(async () => {
      app = await NestFactory.create(AppModule, adapter(), { logger: false, httpsOptions: certificate() });
      await app.listen(0, '127.0.0.1');
      // The page itself is served by the same application, under a name of its own.
      const ports = new Map([PAGE, API].map(origin => [new URL(origin).host, portOf(app)]));
      proxy = await startConnectProxy(host => ports.get(host));
      browser = await chromium.launch({
        executablePath: findChromium() ?? '',
        args: CHROMIUM_ARGUMENTS,
        proxy: { server: `http://127.0.0.1:${proxy.port}` },
      });
      // Without cookies of third parties, as Playwright's contexts are.
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      tab = await context.newPage();
      await tab.goto(`${API}/page`);
      await tab.goto(`${PAGE}/page`);
    });

    afterAll(async () => {
      await browser.close();
      proxy.close();
      await app.close();
    });

    async function embed(path: string): Promise<readonly string[]> {
      served = [];
      const url = JSON.stringify(`${API}/${path}/image?${Math.random()}`);
      await tab.evaluate(`new Promise(resolve => {
        const image = document.createElement('img');
        image.onload = image.onerror = resolve;
        image.src = ${url};
        document.body.append(image);
      })`);
      return served;
    }

    /** The actions of a user who lets the API's site use its cookies in the page's. */
    async function grantStorageAccess(): Promise<void> {
      const session = await tab.context().newCDPSession(tab);
      const { targetInfo } = await session.send('Target.getTargetInfo');
      const all = await browser.newBrowserCDPSession();
      const permission = {
        permission: { name: 'storage-access' },
        setting: 'granted' as const,
        origin: PAGE,
        embeddedOrigin: API,
        ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
      };
      await all.send('Browser.setPermission', permission);
    }

    test('without the permission, an image has no Origin, and enforce lets it through', async () => {
      expect(await embed('refused')).toEqual(['refused none no Origin']);
    });

    test('with the permission, it has one, and enforce goes by it', async () => {
      await grantStorageAccess();
      expect(await embed('lax')).toEqual([`lax inactive ${PAGE}`, `lax active ${PAGE}`]);
      expect(await embed('allowed')).toEqual([`allowed inactive ${PAGE}`, `allowed active ${PAGE}`]);
      expect(await embed('refused')).toEqual([]);
    });
  });
});
