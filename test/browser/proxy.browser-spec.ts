import { createServer } from 'node:http';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import type { Browser } from 'playwright-core';
import { portOf } from '../e2e/support/applications.js';
import { describeWithNginx } from '../proxy/find-nginx.js';
import { Nginx } from '../proxy/nginx.js';
import { describeWithChromium, launchChromium } from './chromium.js';

@Controller('cats')
class CatsController {
  @Get()
  list(): string[] {
    return ['Tom'];
  }
}

function rootModule(options: CorsModuleOptions) {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [CatsController] })
  class RootModule {}
  return RootModule;
}

describeWithNginx('nginx before an application, in Chromium', () => {
  describeWithChromium('what a page reads', () => {
    const site = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>page</title><link rel="icon" href="data:,">');
    });
    let browser: Browser;
    let origin: string;

    beforeAll(async () => {
      await new Promise<void>(resolve => {
        site.listen(0, '127.0.0.1', resolve);
      });
      const address = site.address();
      origin = `http://localhost:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
      browser = await launchChromium();
    });

    afterAll(async () => {
      await browser.close();
      site.closeAllConnections();
      site.close();
    });

    /**
     * The result of a page of {@link origin} through a site of nginx, and the messages of its
     * console.
     */
    async function read(name: string): Promise<{ outcome: string; console: string }> {
      const app = await NestFactory.create(rootModule({ defaults: { origin, credentials: true } }), {
        logger: false,
      });
      await app.listen(0, '127.0.0.1');
      const nginx = await Nginx.start(name, portOf(app));
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('console', message => said.push(message.text()));
      try {
        await page.goto(origin);
        const outcome = await page.evaluate(
          `fetch('http://localhost:${nginx.port}/cats', { credentials: 'include' }).then(answer => answer.text(), String)`,
        );
        return { outcome: String(outcome), console: said.join('\n') };
      } finally {
        await page.close();
        await nginx.stop();
        await app.close();
      }
    }

    it('two Access-Control-Allow-Origin headers: blocked, and the console names them', async () => {
      const { outcome, console } = await read('adds-headers');

      expect(outcome).toBe('TypeError: Failed to fetch');
      expect(console).toContain(
        `The 'Access-Control-Allow-Origin' header contains multiple values '${origin}, ${origin}', but only one is allowed.`,
      );
    });

    it.each(['passes-on', 'stops-inheriting', 'takes-over'])('one, by %s: the answer', async name => {
      expect(await read(name)).toEqual({ outcome: '["Tom"]', console: '' });
    });
  });
});
