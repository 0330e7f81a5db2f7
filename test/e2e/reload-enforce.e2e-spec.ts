import { Controller, Get, type INestApplication, Module, Next } from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsPolicyOptions, CorsService } from 'nestjs-cors-policy';
import { SETTINGS, type Setting } from './support/applications.js';
import { Served } from './support/served.js';

// On Fastify, the route is chosen once, before middleware runs.
const EXPRESS = SETTINGS.filter(({ platform }) => platform === 'express');

const APP = 'https://app.example.com';
const OTHER = 'https://other.example';

let served: string[] = [];

/** Of the request that is under way. */
let arrived: () => void = () => undefined;
let release: () => void = () => undefined;

@Controller()
class CatsController {
  @Get('cats')
  passOn(@Next() next: () => void): void {
    served.push('first');
    release = next;
    arrived();
  }

  @Get('cats')
  list(): string {
    served.push('second');
    return 'cats';
  }

  @CorsPolicy('private')
  @Get('private')
  private(): string {
    served.push('private');
    return 'private';
  }
}

const OPEN: CorsPolicyOptions = { origin: APP };

@Module({
  imports: [CorsModule.forRoot({ defaults: { origin: '*' }, policies: { private: OPEN } })],
  controllers: [CatsController],
})
class RootModule {}

function configure(app: INestApplication): void {
  app.use((request: { url: string }, _response: unknown, next: () => void) => {
    request.url = request.url.replace('/alias', '/private');
    next();
  });
}

let running: Served;

afterEach(() => running.close());

async function start(setting: Setting): Promise<void> {
  served = [];
  running = await Served.start(setting, RootModule, { configure });
}

function reload(policy: CorsPolicyOptions): Promise<void> {
  return running.app.get(CorsService).reload({ defaults: { origin: '*' }, policies: { private: policy } });
}

test.each(EXPRESS)(
  'a request that is under way when the server begins to refuse meets each handler once: $name',
  async setting => {
    await start(setting);
    const waiting = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const answer = running.get('/cats', { Origin: OTHER });
    await waiting;
    await reload({ ...OPEN, enforce: true });
    release();

    expect((await answer).status).toBe(200);
    expect(served).toEqual(['first', 'second']);
  },
);

test.each(EXPRESS)(
  'once the server refuses, it does where a middleware leads to the handler, too: $name',
  async setting => {
    await start(setting);
    const before = await running.get('/alias', { Origin: OTHER });
    await reload({ ...OPEN, enforce: true });
    const after = await running.get('/alias', { Origin: OTHER });
    await reload(OPEN);
    const again = await running.get('/alias', { Origin: OTHER });

    expect([before.status, after.status, again.status]).toEqual([200, 403, 200]);
    expect(served).toEqual(['private', 'private']);
  },
);
