import { Controller, Get, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type StartOptions, SETTINGS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';
import { DEFAULTS, OwnPolicy, ROUTE_ORIGIN } from './support/own-policy.js';

@Controller({ path: 'hosted', host: 'api.example.com' })
class HostedController {
  @OwnPolicy('X-Hosted')
  @Get()
  hosted(): string {
    return 'hosted';
  }
}

@CorsPolicy({ origin: ROUTE_ORIGIN, enforce: true })
@Controller('enforced')
class EnforcedController {
  @Get()
  enforced(): string {
    return 'enforced';
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: DEFAULTS })],
  controllers: [HostedController, EnforcedController],
})
class RootModule {}

const FORWARDED = {
  'Host': 'internal:3000',
  'X-Forwarded-Proto': 'https',
  'X-Forwarded-Host': 'api.example.com',
  'X-Forwarded-For': '203.0.113.7',
};

describe.each(SETTINGS)('behind a proxy: $name', setting => {
  const trusting: StartOptions =
    setting.platform === 'fastify'
      ? { adapter: new FastifyAdapter({ trustProxy: true }) }
      : {
          configure: app => {
            (app as NestExpressApplication).set('trust proxy', true);
          },
        };

  describe('that is trusted', () => {
    const served = serve(setting, () => RootModule, trusting);

    test.each([
      ['https://api.example.com', FORWARDED, 200],
      ['https://api.example.com', { ...FORWARDED, 'X-Forwarded-Host': 'api.example.com:443' }, 200],
      ['https://api.example.com:8443', { ...FORWARDED, 'X-Forwarded-Host': 'api.example.com:8443' }, 200],
      ['http://api.example.com', FORWARDED, 403],
      ['https://api.example.com', { ...FORWARDED, 'X-Forwarded-Proto': 'http' }, 403],
      ['https://internal:3000', FORWARDED, 403],
      ['http://internal:3000', { Host: 'internal:3000' }, 200],
    ])('%s with %p', async (origin, headers, status) => {
      const response = await served().send('GET', '/enforced', { ...headers, Origin: origin });
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status, vary: 'Origin' });
    });

    test('the host that it names chooses the controller, and its policy', async () => {
      const response = await served().get('/hosted', { ...FORWARDED, Origin: ROUTE_ORIGIN });
      expect(response.status).toBe(200);
      expect(response.headers['access-control-expose-headers']).toBe('X-Hosted');
      const preflight = await served().preflight('/hosted', {
        ...FORWARDED,
        origin: ROUTE_ORIGIN,
        method: 'GET',
      });
      expect(preflight.status).toBe(204);
    });
  });

  describe('that is not trusted', () => {
    const served = serve(setting, () => RootModule);

    test.each([
      ['https://api.example.com', FORWARDED, 403],
      // The proxy keeps the host and terminates TLS. The scheme then differs, so only
      // Sec-Fetch-Site identifies the request as same-origin.
      ['https://api.example.com', { ...FORWARDED, Host: 'api.example.com' }, 403],
      [
        'https://api.example.com',
        { ...FORWARDED, 'Host': 'api.example.com', 'Sec-Fetch-Site': 'same-origin' },
        200,
      ],
      ['http://api.example.com', { ...FORWARDED, Host: 'api.example.com' }, 200],
      ['http://internal:3000', FORWARDED, 200],
    ])('%s with %p', async (origin, headers, status) => {
      const response = await served().send('GET', '/enforced', { ...headers, Origin: origin });
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status, vary: 'Origin' });
    });

    test('the named host selects no policy', async () => {
      const response = await served().get('/hosted', { ...FORWARDED, Origin: ROUTE_ORIGIN });
      expect({ status: response.status, ...corsHeaders(response) }).toEqual({ status: 404, vary: 'Origin' });
      const preflight = await served().preflight('/hosted', {
        ...FORWARDED,
        origin: ROUTE_ORIGIN,
        method: 'GET',
      });
      expect(preflight.status).toBe(403);
    });
  });
});
