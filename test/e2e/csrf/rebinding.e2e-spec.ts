import { Controller, Module, Post, type Type } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS } from '../support/applications.js';
import { serve } from '../support/served.js';

const OWN = 'https://api.example.com';
/**
 * A page of the attacker's, whose name now resolves to this server. Over plain http it has no
 * Sec-Fetch-Site.
 */
const REBOUND = { Origin: 'http://rebound.evil.example:3000', Host: 'rebound.evil.example:3000' };

@Controller('transfers')
class TransfersController {
  @CorsPolicy({ enforce: true })
  @Post()
  create(): string {
    return 'created';
  }

  @Post('open')
  open(): string {
    return 'created';
  }
}

function rootModule(options: CorsModuleOptions): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot(options)], controllers: [TransfersController] })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS)('enableCsrfProtection() and DNS rebinding: $name', setting => {
  describe.each<[string, CorsModuleOptions, number]>([
    ['with ownOrigins', { ownOrigins: OWN }, 403],
    ['without ownOrigins', {}, 201],
  ])('%s', (_, options, status) => {
    const served = serve(setting, () => rootModule(options), {
      configure: app => {
        app.enableCsrfProtection();
      },
    });

    it(`a route with enforce answers ${status}`, async () => {
      expect((await served().send('POST', '/transfers', REBOUND)).status).toBe(status);
    });

    it('a route without enforce is reached', async () => {
      expect((await served().send('POST', '/transfers/open', REBOUND)).status).toBe(201);
    });

    it('a page of another host is refused, and an own page is served', async () => {
      const evil = { Origin: REBOUND.Origin, Host: 'api.example.com' };
      const own = { Origin: OWN, Host: 'api.example.com' };
      expect((await served().send('POST', '/transfers/open', evil)).status).toBe(403);
      expect((await served().send('POST', '/transfers/open', own)).status).toBe(201);
    });
  });
});
