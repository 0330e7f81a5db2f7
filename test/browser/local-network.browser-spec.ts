import { jest } from '@jest/globals';
import { Controller, Get, Module, Put } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import type { Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { describeWithChromium, launchChromium } from './chromium.js';

jest.setTimeout(60_000);

@Controller()
class NotesController {
  @Get('page')
  page(): string {
    return 'a page';
  }

  @Get('notes')
  list(): string {
    return 'read';
  }

  @Put('notes')
  replace(): string {
    return 'replaced';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: { origin: '*' } })], controllers: [NotesController] })
class RootModule {}

describeWithChromium('A public page that asks a server on the loopback interface, in Chromium', () => {
  let page: Served;
  let api: Served;
  let browser: Browser;
  const received: string[] = [];

  beforeAll(async () => {
    const [setting] = SETTINGS;
    if (setting === undefined) throw new Error('No setting.');
    page = await Served.start(setting, RootModule);
    api = await Served.start(setting, RootModule);
    const server = api.app.getHttpServer() as Server;
    server.on('request', ({ method = '', headers }) => {
      const isPrivate = 'access-control-request-private-network' in headers;
      received.push(isPrivate ? `${method}, private` : method);
    });
    const address = `127.0.0.1:${portOf(page.app)}`;
    browser = await launchChromium([
      `--ip-address-space-overrides=${address}=public`,
      `--unsafely-treat-insecure-origin-as-secure=http://${address}`,
    ]);
  });
  afterAll(async () => {
    await browser.close();
    await page.close();
    await api.close();
  });
  beforeEach(() => {
    received.length = 0;
  });

  async function ask(permissions: readonly string[]): Promise<unknown> {
    const context = await browser.newContext({ permissions: [...permissions] });
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${portOf(page.app)}/page`);
    const url = `http://127.0.0.1:${portOf(api.app)}/notes`;
    const results: unknown = await tab.evaluate(
      `(async () => {
        const results = [];
        for (const method of ['GET', 'PUT'])
          results.push(await fetch('${url}', { method }).then(response => response.text(), () => 'blocked'));
        return results;
      })()`,
    );
    await context.close();
    return results;
  }

  it('sends nothing without the permission of the user', async () => {
    expect(await ask([])).toEqual(['blocked', 'blocked']);
    expect(received).toEqual([]);
  });

  it('sends no header of Private Network Access with it, and needs none in the answers', async () => {
    expect(await ask(['local-network-access'])).toEqual(['read', 'replaced']);
    expect(received).toEqual(['GET', 'OPTIONS', 'PUT']);
  });
});
