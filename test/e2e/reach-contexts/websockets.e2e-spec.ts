import { Controller, Get, Module, type Type } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { CorsModule } from 'nestjs-cors-policy';
import { WebSocket } from 'ws';
import { DEFAULTS, OwnPolicy, ROUTE_ORIGIN, expectedPolicy } from '../reach/support/own-policy.js';
import { SETTINGS_AND_PATHS } from '../support/applications.js';
import { corsHeaders } from '../support/http.js';
import { serve } from '../support/served.js';

@WebSocketGateway({ path: '/socket' })
class EchoGateway {
  @SubscribeMessage('echo')
  echo(_client: unknown, data: string): WsResponse<string> {
    return { event: 'echo', data };
  }
}

@Controller('cats')
class CatsController {
  @OwnPolicy('X-Cats')
  @Get()
  list(): string {
    return 'cats';
  }
}

function rootModule(interceptor: 'auto' | 'always'): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: { ...DEFAULTS, enforce: true }, interceptor })],
    controllers: [CatsController],
    providers: [EchoGateway],
  })
  class RootModule {}
  return RootModule;
}

describe.each(SETTINGS_AND_PATHS)('WebSockets: $name', setting => {
  const served = serve(setting, () => rootModule(setting.interceptor), {
    configure: app => {
      app.useWebSocketAdapter(new WsAdapter(app));
    },
  });

  function echo(origin: string): Promise<{ upgrade: object; answer: unknown }> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${served().url.replace('http', 'ws')}/socket`, { origin });
      let upgrade = {};
      socket.on('upgrade', ({ headers }) => {
        upgrade = corsHeaders({ headers, status: 101, rawHeaders: [], body: '' });
      });
      socket.on('open', () => {
        socket.send(JSON.stringify({ event: 'echo', data: 'hello' }));
      });
      socket.on('message', (data: Buffer) => {
        socket.close();
        resolve({ upgrade, answer: JSON.parse(data.toString()) });
      });
      socket.on('error', reject);
    });
  }

  // CORS is none of a WebSocket's business: whoever wants to refuse origins does it in the gateway.
  test.each([ROUTE_ORIGIN, 'https://evil.example'])('are left alone, with enforce too: %s', async origin => {
    expect(await echo(origin)).toEqual({ upgrade: {}, answer: { event: 'echo', data: 'hello' } });
  });

  test('and requests are answered', async () => {
    const response = await served().get('/cats', { Origin: ROUTE_ORIGIN });
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Cats').headers, vary: 'Origin' });
  });
});
