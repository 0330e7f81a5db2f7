import type { RequestListener } from 'node:http';
import { type INestApplication, Controller, Get, Module, Put } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter, type NestExpressApplication } from '@nestjs/platform-express';
import cors from 'cors';
import express from 'express';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { type RunningServer, serve } from './support/raw-server.js';
import { causes, checkOutput } from './support/run-check.js';

const APP = 'http://app.example.com';
const POLICY = { origin: APP, credentials: true, dangerously: { allowInsecureOrigins: true } };

@CorsPolicy(POLICY)
@Controller('cats')
class CatsController {
  @Get()
  list(): string {
    return 'list';
  }

  @Put()
  replace(): string {
    return 'replaced';
  }
}

@Module({ imports: [CorsModule.forRoot()], controllers: [CatsController] })
class RootModule {}

/** An application with a `cors()` that was left in place, before Nest or in Express around it. */
describe('A Nest application with a leftover cors()', () => {
  let app: INestApplication | undefined;
  let server: RunningServer | undefined;
  afterEach(async () => {
    await server?.close();
    await app?.close();
  });

  async function start(
    around: express.Express,
    configure: (app: NestExpressApplication) => void,
  ): Promise<string> {
    const created = await NestFactory.create<NestExpressApplication>(RootModule, new ExpressAdapter(), {
      logger: false,
    });
    app = created;
    configure(created);
    await created.init();
    around.use(created.getHttpAdapter().getInstance());
    server = await serve(around as RequestListener);
    return `${server.url}/cats`;
  }

  it('in Express around it: preflights are answered by it, and the request is not', async () => {
    const outer = express().use(cors({ origin: true, credentials: true }));
    const url = await start(outer, () => undefined);

    const output = await checkOutput(url, '--origin', APP, '--header', 'Content-Type');

    expect(causes(output)).toEqual(['preflight-answered-in-front (proxy)']);
    expect(output.findings[0]?.what).toContain(
      'The preflight allows any origin, and the response to the request does not.',
    );
  });

  it('in Express around it, without options: no page with credentials gets through its preflight', async () => {
    const url = await start(express().use(cors()), () => undefined);

    const output = await checkOutput(url, '--origin', APP, '--method', 'PUT', '--credentials');

    expect(output).toMatchObject({ verdict: 'blocked', exitCode: 1 });
    expect(output.findings[0]?.what).toContain("The preflight allows '*'");
    expect(causes(output)).toEqual(['preflight-answered-in-front (proxy)']);
  });

  it('in the application itself has no effect, because the module removes it', async () => {
    const url = await start(express(), created => {
      created.use(cors());
    });

    for (const args of [[], ['--method', 'PUT', '--credentials']])
      expect(await checkOutput(url, '--origin', APP, ...args)).toMatchObject({ findings: [], exitCode: 0 });
  });
});
