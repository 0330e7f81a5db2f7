import { Controller, Module, Put } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { readProse } from '../support/documentation-page.js';
import { evaluate } from '../support/run-example.js';

const ORIGIN = 'https://app.example.com';
const seen: unknown[] = [];

@CorsPolicy({
  origin: (_origin, request) => {
    seen.push({ ...(request as { params?: object }).params });
    return true;
  },
})
@Controller('shops/:tenant/orders')
class OrdersController {
  @Put()
  replace(): void {
    // The handler has no content.
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [OrdersController] })
class RootModule {}

/**
 * The cells of the table in `docs/predicates.md`. For each platform, it has a preflight and the
 * actual request.
 */
const ROWS = readProse('docs/predicates.md')
  .filter(({ section, line }) => section === 'Route parameters' && /^\| (?:Express|Fastify) /.test(line))
  .map(({ line }) => line.split('|').map(cell => cell.trim().replaceAll('`', '')));

describe.each(SETTINGS)('request.params in a predicate, on $platform with $start', setting => {
  const served = serve(setting, () => RootModule);
  const row = ROWS.find(([, platform = '']) => platform.toLowerCase() === setting.platform);

  it.each([
    ['a preflight', 'OPTIONS', 2],
    ['an actual request', 'PUT', 3],
  ] as const)('is what docs/predicates.md says, of %s', async (_, method, column) => {
    seen.length = 0;
    await served().send(method, '/shops/acme/orders', {
      origin: ORIGIN,
      ...(method === 'OPTIONS' ? { 'access-control-request-method': 'PUT' } : {}),
    });
    expect(row).toBeDefined();
    expect(seen).toEqual([evaluate(row?.[column] ?? '')]);
  });
});
