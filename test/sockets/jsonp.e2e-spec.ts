import { Module } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { CorsModule, CorsPolicy, type CorsPolicyOptions } from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { gateway } from './support/gateways.js';
import { handshake, pollingPath, socketIoPath } from './support/handshake.js';

const APP = 'https://app.example.com';
const NEIGHBOUR = 'https://other.example.com';
const [setting] = SETTINGS.filter(({ platform }) => platform === 'express');

function root(policy: CorsPolicyOptions) {
  @Module({
    imports: [CorsModule.forRoot()],
    // Without a policy this would let any page poll.
    providers: [gateway('ChatGateway', { cors: { origin: '*' } }, [CorsPolicy(policy)])],
  })
  class RootModule {}
  return RootModule;
}

describe.each<[string, CorsPolicyOptions]>([
  ['an origin', { origin: APP }],
  ['an origin, and resourcePolicy', { origin: APP, resourcePolicy: 'same-site' }],
  [
    'an origin, and a resourcePolicy for all',
    { origin: APP, resourcePolicy: 'cross-origin', dangerously: { allowCrossOriginResource: true } },
  ],
  ['handshakes alone', { handshakes: true }],
])('a gateway that refuses handshakes, with %s', (_, policy) => {
  if (setting === undefined) throw new TypeError('There is no Express.');
  const served = serve(setting, () => root(policy), {
    configure: app => {
      app.useWebSocketAdapter(new IoAdapter(app));
    },
  });

  test('refuses the handshake of a neighbour', async () => {
    expect((await handshake(served().url, socketIoPath(), { Origin: NEIGHBOUR })).status).toBe(403);
  });

  test('gives a neighbour no answer to read when it polls', async () => {
    const { headers } = await served().get(pollingPath(), { Origin: NEIGHBOUR });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('lets no script element of another origin load what JSONP answers', async () => {
    // Browsers send no Origin with a script element.
    const { status, headers, body } = await served().get(`${pollingPath()}&j=0`);
    expect([status, headers['cross-origin-resource-policy']]).toEqual([200, 'same-origin']);
    expect(body).toMatch(/^___eio\[0\]\("0\{.*"sid/);
  });
});
