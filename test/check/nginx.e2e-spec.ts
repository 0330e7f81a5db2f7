import { Controller, Get, Module, Put } from '@nestjs/common';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, portOf } from '../e2e/support/applications.js';
import { Served } from '../e2e/support/served.js';
import { describeWithNginx } from '../proxy/find-nginx.js';
import { Nginx } from '../proxy/nginx.js';
import { type CheckOutput, causes, checkOutput } from './support/run-check.js';

const APP = 'http://app.example.com';
const PARTNER = 'http://partner.example.com';
const EVIL = 'http://evil.example.com';
const PUT = ['--method', 'PUT'];

@CorsPolicy({
  origin: [APP, PARTNER],
  credentials: true,
  maxAge: 600,
  dangerously: { allowInsecureOrigins: true },
})
@Controller('cats')
class CatsController {
  @Get()
  list(): string[] {
    return ['Tom'];
  }

  @Put()
  replace(): string {
    return 'replaced';
  }

  @CorsPolicy({ origin: '*', credentials: false })
  @Get('open')
  open(): string {
    return 'open';
  }

  @CorsPolicy(false)
  @Get('closed')
  closed(): string {
    return 'closed';
  }
}

@Module({
  imports: [CorsModule.forRoot()],
  controllers: [CatsController],
})
class RootModule {}

describeWithNginx('A check behind nginx', () => {
  describe.each(SETTINGS.filter(({ start }) => start === 'NestFactory.create'))('$platform', setting => {
    let served: Served;
    beforeAll(async () => {
      served = await Served.start(setting, RootModule);
    });
    afterAll(() => served.close());

    async function check(
      site: string,
      path: string,
      ...args: string[]
    ): Promise<CheckOutput & { exitCode: number }> {
      const nginx = await Nginx.start(site, portOf(served.app));
      try {
        return await checkOutput(`http://127.0.0.1:${nginx.port}${path}`, '--origin', ...args);
      } finally {
        await nginx.stop();
      }
    }

    it.each<[site: string, path: string, args: string[], verdict: string, found: string[]]>([
      ['passes-on', '/cats', [APP], 'readable', []],
      ['passes-on', '/cats', [APP, '--credentials'], 'readable', []],
      ['passes-on', '/cats', [APP, ...PUT, '--credentials'], 'readable', []],
      ['passes-on', '/cats/open', [EVIL], 'readable', []],
      ['caches', '/cats', [APP], 'readable', []],
      ['passes-on', '/cats', [EVIL], 'blocked', ['origin-not-allowed (application)']],
      ['passes-on', '/cats', [EVIL, ...PUT], 'blocked', ['origin-not-allowed (application)']],
      ['passes-on', '/cats/closed', [APP], 'blocked', ['origin-not-allowed (application)']],
      ['passes-on', '/cats', [APP, '--method', 'DELETE'], 'blocked', ['method-not-allowed (application)']],
      [
        'passes-on',
        '/cats',
        [APP, ...PUT, '--header', 'X-B'],
        'blocked',
        ['header-not-allowed (application)'],
      ],
      ['adds-headers', '/cats', [APP], 'blocked', ['doubled-header (proxy)', 'reflects-any-origin (server)']],
      ['adds-headers', '/cats', [EVIL], 'readable', ['reflects-any-origin (server)']],
      ['adds-any-origin', '/cats', [APP], 'blocked', ['contradictory-headers (proxy)']],
      ['takes-over', '/cats', [APP], 'readable', ['reflects-any-origin (server)']],
      ['refuses-options', '/cats', [APP, ...PUT], 'blocked', ['preflight-answered-in-front (proxy)']],
      ['does-not-know-options', '/cats', [APP, ...PUT], 'blocked', ['preflight-answered-in-front (proxy)']],
      ['silences-options', '/cats', [APP, ...PUT], 'blocked', ['preflight-answered-in-front (proxy)']],
      ['redirects-options', '/cats', [APP, ...PUT], 'blocked', ['preflight-redirected (proxy)']],
      [
        'answers-options',
        '/cats',
        [APP, '--header', 'Content-Type'],
        'readable',
        ['preflight-answered-in-front (proxy)'],
      ],
      ['strips-headers', '/cats', [APP], 'blocked', ['headers-missing (proxy)']],
      ['strips-vary', '/cats', [APP], 'readable', ['lost-vary (server)']],
      ['caches-for-all', '/cats', [APP], 'readable', ['cached-for-another (proxy)']],
      ['redirects', '/cats', [APP], 'blocked', ['request-redirected (proxy)']],
      ['redirects', '/cats', [APP, ...PUT], 'blocked', ['preflight-redirected (proxy)']],
      ['has-no-application', '/cats', [APP], 'blocked', ['error-without-cors (proxy)']],
    ])('%s: %s for %j is %s', async (site, path, args, verdict, found) => {
      const output = await check(site, path, ...args);

      expect({ verdict: output.verdict, causes: causes(output).sort() }).toEqual({
        verdict,
        causes: [...found].sort(),
      });
      expect(output.exitCode).toBe(found.length === 0 ? 0 : 1);
    });

    it('names the cache that gives one page the answer for another', async () => {
      const nginx = await Nginx.start('caches-for-all', portOf(served.app));
      const url = `http://127.0.0.1:${nginx.port}/cats`;
      try {
        await fetch(url, { headers: { Origin: PARTNER } });
        const output = await checkOutput(url, '--origin', APP);

        expect(output.verdict).toBe('blocked');
        expect(output.findings[0]).toMatchObject({ code: 'cached-for-another', who: 'proxy', blocks: true });
        expect(output.findings[0]?.what).toContain(`'${PARTNER}'`);
        expect(output.findings[0]?.what).toContain("The cache ignores 'Vary: Origin'.");
      } finally {
        await nginx.stop();
      }
    });

    it('never has a cache keep an answer for the URL that users ask for', async () => {
      const nginx = await Nginx.start('caches-for-all', portOf(served.app));
      const url = `http://127.0.0.1:${nginx.port}/cats`;
      try {
        await checkOutput(url, '--origin', APP);
        const { headers } = await fetch(url, { headers: { Origin: PARTNER } });

        // The page's own question is the one that is kept, as any visitor's.
        expect(headers.get('Access-Control-Allow-Origin')).toBe(APP);
      } finally {
        await nginx.stop();
      }
    });
  });
});
