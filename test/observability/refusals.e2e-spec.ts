import { Controller, Get, Module, Post } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS, listen } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { LogRecorder } from '../support/log-recorder.js';

const APP = 'https://app.example.com';

@CorsPolicy({ origin: APP, allowedHeaders: ['X-A'] })
@Controller('cats')
class CatsController {
  @Get()
  list() {
    return [];
  }

  @Post()
  create() {
    return {};
  }
}

function refusalsIn({ warnings }: LogRecorder): string[] {
  return warnings.filter(({ context }) => context === 'CorsRefusals').map(({ text }) => text);
}

describe.each(SETTINGS_AND_PATHS)('The log of refusals ($name)', setting => {
  it('has what was refused, once, with what to change, and sums up at shutdown', async () => {
    @Module({
      imports: [CorsModule.forRoot({ interceptor: setting.interceptor })],
      controllers: [CatsController],
    })
    class AppModule {}

    const recorder = new LogRecorder();
    const { app, url } = await listen(setting, AppModule, { configure: recorder.use });
    const evil = 'https://evil.example';

    await send(url, 'GET', '/cats', { Origin: APP });
    await send(url, 'POST', '/cats', { Origin: url });
    await send(url, 'POST', '/cats', { 'Origin': evil, 'Sec-Fetch-Site': 'same-origin' });
    await preflight(url, '/cats', { origin: APP, method: 'GET', headers: 'x-a' });
    expect(refusalsIn(recorder)).toEqual([]);

    for (let times = 0; times < 3; times++) {
      await send(url, 'GET', '/cats', { Origin: evil });
      await preflight(url, '/cats', { origin: APP, method: 'POST', headers: 'x-b' });
    }
    await app.close();

    expect(refusalsIn(recorder)).toEqual([
      "Refused 'GET' '/cats' from 'https://evil.example' (the browser withholds the answer): no Access-Control-Allow-Origin, " +
        "since origin of @CorsPolicy() on CatsController does not have 'https://evil.example'. If it should have access, add it there. Further ones are counted.",
      "Refused the preflight of 'POST' '/cats' from 'https://app.example.com' (answered with 403): Access-Control-Allow-Headers lacks 'x-b', " +
        'since allowedHeaders of @CorsPolicy() on CatsController does not have it. If it should have access, add it there. Further ones are counted.',
      expect.stringMatching(/^Refused in the last \d+ s: 4 like those that were logged before\.$/),
    ]);
  });

  it('says first that no route serves a request, and tells such requests apart by their path', async () => {
    @Module({
      imports: [CorsModule.forRoot({ interceptor: setting.interceptor })],
      controllers: [CatsController],
    })
    class AppModule {}

    const recorder = new LogRecorder();
    const { app, url } = await listen(setting, AppModule, {
      configure: made => {
        made.useLogger(recorder);
        made.setGlobalPrefix('api');
      },
    });
    // The portable path reaches preflights alone here.
    for (const path of ['/cats?token=secret', '/api/catz/1?token=secret', '/api/catz/2', '/api/cats']) {
      await preflight(url, path, { origin: APP, method: path === '/api/cats' ? 'PUT' : 'POST' });
    }
    await app.close();

    const change = 'check the path and the method';
    expect(refusalsIn(recorder)).toEqual([
      `No route serves 'POST' '/cats', so its preflight from '${APP}' was refused (answered with 403). ` +
        `If it should have access, ${change.replace('method', "method (the global prefix is '/api')")}. Further ones are counted.`,
      `No route serves 'POST' '/api/catz/1', so its preflight from '${APP}' was refused (answered with 403). ` +
        `If it should have access, ${change}. Further ones are counted.`,
      expect.stringMatching(/^Refused in the last \d+ s: 2 like those that were logged before\.$/),
    ]);
  });
});
