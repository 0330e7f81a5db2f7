import { jest } from '@jest/globals';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import type { Browser } from 'playwright-core';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { type Served, serve } from '../e2e/support/served.js';
import { describeWithChromium, launchChromium } from './chromium.js';

jest.setTimeout(60_000);

const REBOUND = 'rebound.evil.example';
const ran: string[] = [];

@Controller()
class TransfersController {
  @Get('page')
  page(): string {
    return 'a page';
  }

  @Get('transfers')
  list(): string {
    ran.push('list');
    return 'transfers';
  }

  @Post('transfers')
  create(): string {
    ran.push('create');
    return 'created';
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ ...options, defaults: { origin: false, enforce: true } })],
    controllers: [TransfersController],
  })
  class RootModule {}
  return RootModule;
}

describeWithChromium('DNS rebinding of a route with enforce, in Chromium', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium([`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`]);
  });
  afterAll(() => browser.close());
  beforeEach(() => {
    ran.length = 0;
  });

  /** The status that a script of a page of this host gets for GET and POST. */
  async function ask({ app }: Served, host: string): Promise<unknown> {
    const page = await browser.newPage();
    try {
      await page.goto(`http://${host}:${portOf(app)}/page`);
      return await page.evaluate(
        `Promise.all(['GET', 'POST'].map(method => fetch('/transfers', { method }).then(({ status }) => status)))`,
      );
    } finally {
      await page.close();
    }
  }

  describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))('on $platform', setting => {
    describe('without ownOrigins', () => {
      const served = serve(setting, () => rootModule({}));

      it('the page of the attacker runs the handlers, as SECURITY.md says', async () => {
        expect(await ask(served(), REBOUND)).toEqual([200, 201]);
        expect(ran.toSorted()).toEqual(['create', 'list']);
      });
    });

    describe('with ownOrigins', () => {
      const served = serve(setting, () => rootModule({ ownOrigins: 'http://localhost' }));

      it('the page of the attacker gets 403, and no handler runs', async () => {
        expect(await ask(served(), REBOUND)).toEqual([403, 403]);
        expect(ran).toEqual([]);
      });

      it('an own page is served', async () => {
        expect(await ask(served(), 'localhost')).toEqual([200, 201]);
        expect(ran.toSorted()).toEqual(['create', 'list']);
      });
    });
  });
});
