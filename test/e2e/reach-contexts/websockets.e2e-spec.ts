import { Controller, Get, Module, type Type } from '@nestjs/common';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type WsResponse } from '@nestjs/websockets';
import { CorsModule } from 'nestjs-cors-policy';
import { WebSocket } from 'ws';
import {
  DEFAULTS,
  DEFAULTS_ORIGIN,
  OwnPolicy,
  ROUTE_ORIGIN,
  expectedPolicy,
} from '../reach/support/own-policy.js';
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

  /** The server's answer to a message, or the status of a refused handshake. */
  function echo(origin: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${served().url.replace('http', 'ws')}/socket`, { origin });
      socket.on('open', () => {
        socket.send(JSON.stringify({ event: 'echo', data: 'hello' }));
      });
      socket.on('message', (data: Buffer) => {
        socket.close();
        resolve(JSON.parse(data.toString()));
      });
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      });
      socket.on('error', reject);
    });
  }

  test('a gateway without a decorator has the policy of the module defaults', async () => {
    expect(await echo(DEFAULTS_ORIGIN)).toEqual({ event: 'echo', data: 'hello' });
    expect(await echo(ROUTE_ORIGIN)).toBe(403);
    expect(await echo('https://evil.example')).toBe(403);
  });

  test('and requests are answered', async () => {
    const response = await served().get('/cats', { Origin: ROUTE_ORIGIN });
    expect(corsHeaders(response)).toEqual({ ...expectedPolicy('X-Cats').headers, vary: 'Origin' });
  });
});
