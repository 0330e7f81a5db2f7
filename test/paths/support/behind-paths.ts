import { Controller, Get, type INestApplication, Module, type ModuleMetadata } from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import type { HttpHeaders } from '../../e2e/support/http.js';
import { type Served, serve } from '../../e2e/support/served.js';
import { EVERY_PLATFORM, type EveryPlatform } from './every-platform.js';

/** The origin that the module defaults allow. */
export const APP = 'https://app.example';
/** The origin that the keys of a suite allow. */
export const PARTNER = 'https://partner.example';
export const EVIL = 'https://evil.example';
const ORIGINS = [APP, PARTNER, EVIL];

/** The platforms on which the module reaches every response. */
export const NATIVE = EVERY_PLATFORM.filter(({ interceptor }) => interceptor === 'auto');
export const ON_EXPRESS = NATIVE.filter(isOn('express'));
export const ON_FASTIFY = NATIVE.filter(isOn('fastify'));

function isOn(platform: 'express' | 'fastify') {
  return ({ setting, adapter }: EveryPlatform): boolean =>
    adapter === undefined && setting.platform === platform;
}

@Controller()
class ElsewhereController {
  @Get('elsewhere')
  elsewhere(): string {
    return 'elsewhere';
  }
}

/** A third-party application, and how it is mounted. */
export interface Mounted extends Pick<ModuleMetadata, 'controllers' | 'providers'> {
  readonly paths: NonNullable<CorsModuleOptions['paths']>;
  readonly options?: CorsModuleOptions;
  /** Made when the application starts, as some modules can be imported once only. */
  readonly imports?: () => NonNullable<ModuleMetadata['imports']>;
  readonly configure?: (app: INestApplication) => unknown;
  readonly bodyParser?: boolean;
}

/** Starts it in an application whose defaults are for {@link APP}, before the tests of a suite. */
export function behindPaths({ setting, adapter }: EveryPlatform, mounted: Mounted): () => Served {
  const { paths, options, imports, controllers = [], providers = [], configure, bodyParser = true } = mounted;
  const root = () => {
    @Module({
      imports: [CorsModule.forRoot({ defaults: { origin: APP }, ...options, paths }), ...(imports?.() ?? [])],
      controllers: [...controllers, ElsewhereController],
      providers,
    })
    class RootModule {}
    return RootModule;
  };
  return serve(setting, root, {
    ...(adapter === undefined ? {} : { adapter: adapter() }),
    options: { bodyParser },
    configure: async app => {
      await configure?.(app);
    },
  });
}

export interface Asked {
  readonly method?: string;
  readonly headers?: HttpHeaders;
  readonly body?: string;
  /** The status of the answer, for every origin. */
  readonly status?: number;
}

/** The origins that may read the answer: those that the preflight says too. */
export async function readersOf(
  served: Served,
  path: string,
  { method = 'GET', headers = {}, body, status = 200 }: Asked = {},
): Promise<readonly string[]> {
  const seen = await Promise.all(
    ORIGINS.map(async origin => {
      const asked = await served.preflight(path, { origin, method });
      const answer = await served.send(method, path, { ...headers, Origin: origin }, body);
      const allowed = [asked, answer].map(each => each.headers['access-control-allow-origin']);
      return { origin, allowed, status: answer.status, varies: answer.headers.vary ?? '' };
    }),
  );
  const depends = seen.some(({ origin, allowed }) => allowed[0] === origin);
  for (const { origin, allowed, varies, ...each } of seen) {
    const is = allowed[0] === undefined ? undefined : allowed[0] === '*' ? '*' : origin;
    expect({ origin, allowed, status: each.status }).toEqual({ origin, allowed: [is, is], status });
    if (depends) expect(varies.toLowerCase()).toContain('origin');
  }
  return seen.filter(({ allowed }) => allowed[0] !== undefined).map(({ origin }) => origin);
}

/**
 * Only the origin of the defaults may read paths without a key: a route, and a path without a
 * route.
 */
export async function expectOthersClosed(served: Served, ...paths: readonly string[]): Promise<void> {
  expect(await readersOf(served, '/elsewhere')).toEqual([APP]);
  for (const path of ['/nothing', ...paths])
    expect([path, await readersOf(served, path, { status: 404 })]).toEqual([path, [APP]]);
}
