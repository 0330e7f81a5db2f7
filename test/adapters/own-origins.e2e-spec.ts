import { jest } from '@jest/globals';
import { Controller, Logger, Module, Post } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { ADAPTERS } from './index.js';

const OWN = 'https://api.example.com';
const PARTNER = 'https://partner.example';

const asked: string[] = [];

@Controller('orders')
class OrdersController {
  @CorsPolicy({ origin: PARTNER, enforce: true })
  @Post()
  create(): string {
    return 'created';
  }

  @CorsPolicy({
    origin: origin => {
      asked.push(origin);
      return new Promise(() => undefined);
    },
    enforce: true,
  })
  @Post('hanging')
  hanging(): string {
    return 'created';
  }
}

@Module({
  imports: [CorsModule.forRoot({ ownOrigins: OWN, originTimeout: 50 })],
  controllers: [OrdersController],
})
class RootModule {}

describe.each(ADAPTERS)('the module on an adapter $name', ({ create }) => {
  describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$start', setting => {
    const served = serve(setting, () => RootModule, { adapter: create() });
    beforeEach(() => {
      asked.length = 0;
      jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
      jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    });
    afterEach(() => {
      jest.restoreAllMocks();
    });

    test.each<[string, Record<string, string>, number]>([
      ['DNS rebinding', { Origin: 'http://evil.example', Host: 'evil.example' }, 403],
      ['a foreign host, without Origin', { Host: 'evil.example' }, 403],
      ['an own host, without Origin', { Host: 'api.example.com:8443' }, 201],
      ['an own page', { Origin: OWN, Host: 'x' }, 201],
      ['an allowed origin', { Origin: PARTNER, Host: 'api.example.com' }, 201],
    ])('enforce with ownOrigins: %s', async (_, headers, status) => {
      expect((await served().send('POST', '/orders', headers)).status).toBe(status);
    });

    test('a predicate that never answers refuses after originTimeout', async () => {
      const headers = { Origin: PARTNER, Host: 'api.example.com' };
      expect((await served().send('POST', '/orders/hanging', headers)).status).toBe(403);
      expect(asked).toEqual([PARTNER]);
    });

    test('a same-origin request does not wait for it', async () => {
      expect((await served().send('POST', '/orders/hanging', { Origin: OWN })).status).toBe(201);
      expect(asked).toEqual([]);
    });
  });
});
