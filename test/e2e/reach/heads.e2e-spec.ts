import { Controller, Get, Module, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { CorsModule } from 'nestjs-cors-policy';
import { SETTINGS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';
import { DEFAULTS, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from './support/own-policy.js';

/** A response of either platform's; Fastify's has Node's in it. */
type AnyResponse = ServerResponse & { readonly raw?: ServerResponse };

@Controller('heads')
class HeadsController {
  @OwnPolicy('X-Refused')
  @Get('refused')
  refused(@Res() response: AnyResponse): void {
    (response.raw ?? response).writeHead(99_999);
  }

  @OwnPolicy('X-Twice')
  @Get('twice')
  twice(@Res() response: AnyResponse): void {
    const raw = response.raw ?? response;
    raw.writeHead(203);
    try {
      raw.writeHead(200);
    } catch (error) {
      raw.end(String(error));
    }
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: DEFAULTS })], controllers: [HeadsController] })
class RootModule {}

describe.each(SETTINGS)('heads: $name', setting => {
  const served = serve(setting, () => RootModule);

  test('a response that replaces one that Node refuses has the headers', async () => {
    const response = await served().get('/heads/refused', { Origin: ROUTE_ORIGIN });

    expect(response.status).toBe(500);
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Refused').headers, vary: 'Origin' });
  });

  test('a second one is refused as Node refuses it', async () => {
    const response = await served().get('/heads/twice', { Origin: ROUTE_ORIGIN });

    expect({ status: response.status, body: response.body }).toEqual({
      status: 203,
      body: 'Error [ERR_HTTP_HEADERS_SENT]: Cannot write headers after they are sent to the client',
    });
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Twice').headers, vary: 'Origin' });
  });
});
