import { jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import serveStatic from 'serve-static';
import { launchChromiumForScenarios } from '../conformance/support/chromium.js';
import type { EngineBrowser, Tab } from '../conformance/support/engine-driver.js';
import { describeWithFirefox, launchFirefox } from '../conformance/support/firefox.js';
import { SETTINGS } from '../e2e/support/applications.js';
import { type Served, serve } from '../e2e/support/served.js';
import { describeWithChromium } from './chromium.js';

jest.setTimeout(60_000);

const FOLDERS = ['open', 'listed', 'closed', 'elsewhere'];
const FONTS = 'node_modules/playwright-core/lib/vite/traceViewer';
let folder: string;
let pages: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fonts-'));
  // Any font does.
  const font = readdirSync(FONTS).find(name => name.endsWith('.ttf')) ?? 'none';
  for (const below of FOLDERS) {
    mkdirSync(join(folder, below));
    copyFileSync(join(FONTS, font), join(folder, below, 'a.ttf'));
  }
  pages = createServer((request, response) => {
    const src = new URL(request.url ?? '/', 'http://page').searchParams.get('font') ?? '';
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!doctype html><link rel="icon" href="data:,">
      <style>@font-face { font-family: probe; src: url("${src}"); }</style><p style="font-family: probe">text`);
  });
  await new Promise<void>(resolve => pages.listen(0, resolve));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise(resolve => pages.close(resolve));
});

/** Another origin than that of the application, which is on 127.0.0.1. */
function pageOrigin(): string {
  const address = pages.address();
  return `http://localhost:${typeof address === 'object' ? String(address?.port) : ''}`;
}

function paths(): NonNullable<CorsModuleOptions['paths']> {
  return {
    '/open/*': { origin: '*' },
    '/listed/*': { origin: pageOrigin() },
    '/closed/*': false,
    '/docs-json': { origin: pageOrigin() },
  };
}

function suite(launch: () => Promise<EngineBrowser>): void {
  let browser: EngineBrowser;
  let tab: Tab;

  beforeAll(async () => {
    browser = await launch();
    tab = await browser.newTab();
  });
  afterAll(() => browser.close());

  describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))('on $platform', setting => {
    const served = serve(
      setting,
      () => {
        @Module({ imports: [CorsModule.forRoot({ paths: paths() })] })
        class RootModule {}
        return RootModule;
      },
      {
        configure: app => {
          app.use(serveStatic(folder));
          SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, new DocumentBuilder().build()));
        },
      },
    );

    test.each([
      ['/open/a.ttf', 'loaded'],
      ['/listed/a.ttf', 'loaded'],
      ['/closed/a.ttf', 'error'],
      ['/elsewhere/a.ttf', 'error'],
    ])('the font %s of @font-face, for a page of another origin: %s', async (path, status) => {
      expect((await served().get(path)).status).toBe(200);
      expect(await fontStatus(served(), path)).toBe(status);
    });

    test('the OpenAPI document is read by a page of another origin, and the page of Swagger is not', async () => {
      await tab.goto(pageOrigin());
      expect(await fetched(served(), '/docs-json')).toContain('"openapi"');
      expect(await fetched(served(), '/docs')).toBe('TypeError');
    });
  });

  async function fontStatus({ url }: Served, path: string): Promise<unknown> {
    await tab.goto(`${pageOrigin()}/?font=${encodeURIComponent(url + path)}`);
    return tab.evaluate(
      `document.fonts.load('16px probe').catch(() => undefined).then(() => [...document.fonts][0].status)`,
    );
  }

  function fetched({ url }: Served, path: string): Promise<unknown> {
    const target = JSON.stringify(url + path);
    return tab.evaluate(`fetch(${target}).then(response => response.text(), error => error.name)`);
  }
}

describeWithChromium('paths in Chromium', () => {
  suite(launchChromiumForScenarios);
});

describeWithFirefox('paths in Firefox', () => {
  suite(launchFirefox);
});
