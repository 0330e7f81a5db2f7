import { Controller, Get, Module } from '@nestjs/common';
import { CorsModule, CorsPolicy, type CorsPolicyOptions, CorsService } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from './support/applications.js';
import { corsHeaders } from './support/http.js';
import { serve } from './support/served.js';

const APP = 'https://app.example.com';

const OLD: CorsPolicyOptions = { origin: APP, exposedHeaders: ['X-Old'] };
/** Of the request that is under way. */
let arrived: () => void = () => undefined;
let release: () => void = () => undefined;

@CorsPolicy('reloaded')
@Controller('cats')
class CatsController {
  @Get()
  async list(): Promise<string> {
    await new Promise<void>(resolve => {
      release = resolve;
      arrived();
    });
    return 'cats';
  }
}

describe.each(SETTINGS_AND_PATHS)('a reload while a handler runs: $name', setting => {
  @Module({
    imports: [CorsModule.forRoot({ interceptor: setting.interceptor, policies: { reloaded: OLD } })],
    controllers: [CatsController],
  })
  class RootModule {}

  const served = serve(setting, () => RootModule);

  /** Sends a request whose handler waits, does something in the meantime, and lets it go on. */
  async function ask(meanwhile: () => Promise<void>): Promise<object> {
    const waiting = new Promise<void>(resolve => {
      arrived = resolve;
    });
    const answer = served().get('/cats', { Origin: APP });
    // With `enforce` it does not come as far as the handler.
    await Promise.race([waiting, answer]);
    await meanwhile();
    release();
    const response = await answer;
    return { status: response.status, ...corsHeaders(response) };
  }

  test.each<[string, CorsPolicyOptions]>([
    ['exact origins', { origin: APP, exposedHeaders: ['X-New'] }],
    ['a predicate that allows', { origin: () => true, exposedHeaders: ['X-New'] }],
    ['a predicate that takes its time', { origin: async () => Promise.resolve(true) }],
    ['enforce, for other origins', { origin: 'https://other.example', enforce: true }],
    ['no origin', { origin: false }],
    ['any origin', { origin: '*' }],
  ])('to %s: the answer is wholly the old one or wholly the new', async (_name, reloaded) => {
    const cors = served().app.get(CorsService);
    const use = (policy: CorsPolicyOptions): Promise<void> => cors.reload({ policies: { reloaded: policy } });
    const nothing = (): Promise<void> => Promise.resolve();

    await use(OLD);
    const old = await ask(nothing);
    const between = await ask(() => use(reloaded));
    expect([old, await ask(nothing)]).toContainEqual(between);
  });
});
