import { Controller, Get, type INestApplication, Module, Version, VersioningType } from '@nestjs/common';
import { FastifyAdapter, RouteConstraints } from '@nestjs/platform-fastify';
import type { IncomingMessage } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import { SETTINGS, listen } from '../e2e/support/applications.js';
import { type HttpHeaders, preflight, send } from '../e2e/support/http.js';
import { ORIGIN, both, named, policiesOf } from './support/named-policies.js';

@Controller()
class Constrained {
  @CorsPolicy(named('x-a')) @RouteConstraints({ host: 'a.example' }) @Get('hosts') ofA() {
    return 'a';
  }
  @CorsPolicy(named('x-b')) @RouteConstraints({ host: 'b.example:8080' }) @Get('hosts') ofB() {
    return 'b';
  }
  @CorsPolicy(named('x-any-c')) @RouteConstraints({ host: /\.c\.example$/ }) @Get('hosts') ofC() {
    return 'c';
  }
  @CorsPolicy(named('x-rest')) @Get('hosts') rest() {
    return 'rest';
  }

  @CorsPolicy({ ...named('x-gold'), maxAge: 20 }) @RouteConstraints({ tier: 'gold' }) @Get('tiers') gold() {
    return 'gold';
  }
  @CorsPolicy({ ...named('x-plain'), maxAge: 10 }) @Get('tiers') plain() {
    return 'plain';
  }

  @CorsPolicy(named('x-a1')) @RouteConstraints({ host: 'a.example' }) @Version('1') @Get('both') a1() {
    return 'a1';
  }
  @CorsPolicy(named('x-b1')) @RouteConstraints({ host: 'b.example' }) @Version('1') @Get('both') b1() {
    return 'b1';
  }
  @CorsPolicy({ origin: false }) @RouteConstraints({ host: 'b.example' }) @Version('2') @Get('both') b2() {
    return 'b2';
  }
}

@Module({ imports: [CorsModule.forRoot({ defaults: named('x-defaults') })], controllers: [Constrained] })
class App {}

/** A constraint of the application's own, by a header that no preflight has. */
const tier = {
  name: 'tier',
  storage() {
    const routes = new Map<unknown, unknown>();
    return {
      get: (value: unknown) => routes.get(value) ?? null,
      set: (value: unknown, route: unknown) => void routes.set(value, route),
    };
  },
  deriveConstraint: (request: IncomingMessage) => request.headers['x-tier'],
  validate: () => undefined,
  mustMatchWhenDerived: false,
};

let app: INestApplication;
let url: string;

afterEach(() => app.close());

describe.each(SETTINGS.filter(({ platform }) => platform === 'fastify'))(
  '@RouteConstraints(): $name',
  setting => {
    beforeEach(async () => {
      const configure = (created: INestApplication): void => {
        created.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
      };
      const adapter = new FastifyAdapter({ constraints: { tier } } as ConstructorParameters<
        typeof FastifyAdapter
      >[0]);
      ({ app, url } = await listen(setting, App, { adapter, configure }));
    });

    test.each<[host: string, body: string, policy: string]>([
      ['a.example', 'a', 'x-a'],
      ['b.example:8080', 'b', 'x-b'],
      ['b.example', 'rest', 'x-rest'],
      ['x.c.example', 'c', 'x-any-c'],
      ['localhost', 'rest', 'x-rest'],
    ])('of the host: for %s, %s answers, with the policy %s', async (Host, body, policy) => {
      expect((await send(url, 'GET', '/hosts', { Host })).body).toBe(body);
      expect(await policiesOf(url, 'GET /hosts', { Host })).toEqual(both(policy));
      expect(await policiesOf(url, 'HEAD /hosts', { Host })).toEqual(both(policy));
    });

    test("of the application's own, which a preflight does not tell: all that may answer have to allow", async () => {
      expect((await policiesOf(url, 'GET /tiers', { 'X-Tier': 'gold' })).actual).toBe('x-gold');
      expect((await policiesOf(url, 'GET /tiers')).actual).toBe('x-plain');

      const { headers } = await preflight(url, '/tiers', {
        origin: ORIGIN,
        method: 'GET',
        headers: 'x-common',
      });
      expect(headers['access-control-allow-headers']).toBe('x-common');
      expect(headers['access-control-max-age']).toBe('10');
    });

    test.each<[headers: HttpHeaders, actual: string, answered: string]>([
      [{ 'Host': 'a.example', 'X-Version': '1' }, 'x-a1', 'x-a1'],
      [{ 'Host': 'b.example', 'X-Version': '1' }, 'x-b1', ''],
      [{ 'Host': 'b.example', 'X-Version': '2' }, '', ''],
      [{ 'Host': 'x.example', 'X-Version': '1' }, 'x-defaults', 'x-defaults'],
    ])('together with versions: %p has %p, and its preflight %p', async (headers, actual, answered) => {
      expect(await policiesOf(url, 'GET /both', headers)).toEqual({ actual, preflight: answered });
    });
  },
);
