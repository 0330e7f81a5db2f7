import { Controller, Get, Header } from '@nestjs/common';
import { Counter, Registry } from 'prom-client';
import { NATIVE, PARTNER, behindPaths, expectOthersClosed, readersOf } from './support/behind-paths.js';

const registry = new Registry();
const counter = new Counter({ name: 'cats_total', help: 'Cats.', registers: [registry] });

/** As a package of metrics would have it: without a decorator of this library. */
@Controller('metrics')
class MetricsController {
  @Get()
  @Header('Content-Type', registry.contentType)
  metrics(): Promise<string> {
    return registry.metrics();
  }
}

describe.each(NATIVE)('prom-client on $name', platform => {
  const served = behindPaths(platform, {
    paths: { '/metrics': { origin: PARTNER, maxAge: 600 }, '/metrics/*': false },
    controllers: [MetricsController],
  });

  test('the metrics are for the origin of their key', async () => {
    counter.inc();
    const { body, headers } = await served().get('/metrics');
    expect(body).toMatch(/^cats_total \d+$/m);
    expect(headers['content-type']).toBe(registry.contentType);
    expect(await readersOf(served(), '/metrics')).toEqual([PARTNER]);
  });

  test('the rest is for the defaults', () => expectOthersClosed(served()));
});
