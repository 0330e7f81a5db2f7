import {
  All,
  Controller,
  Get,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  Post,
  Version,
  VersioningType,
} from '@nestjs/common';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { SETTINGS } from '../e2e/support/applications.js';
import { preflight, send } from '../e2e/support/http.js';
import { serve } from '../e2e/support/served.js';
import { ORIGIN, both, named, policiesOf } from '../routing/support/named-policies.js';
import { ADAPTERS } from './index.js';

@Controller('cats')
class Cats {
  @CorsPolicy(named('x-any')) @Get(':id') any() {
    return 'any';
  }
  @CorsPolicy(named('x-me')) @Get('me') me() {
    return 'me';
  }
  @CorsPolicy(named('x-post')) @Post(':id') post() {
    return 'post';
  }
  @CorsPolicy(named('x-all')) @All(':id/toys') toys() {
    return 'toys';
  }
}

@CorsPolicy(named('x-red'))
@Controller({ path: 'hosts', host: 'red.example.com' })
class Red {
  @Get() list() {
    return 'red';
  }
}

@CorsPolicy(named('x-others'))
@Controller('hosts')
class Others {
  @Get() list() {
    return 'others';
  }
}

@Controller('versions')
class Versions {
  @CorsPolicy(named('x-one')) @Version('1') @Get() one() {
    return 'one';
  }
  @CorsPolicy({ ...named('x-two'), credentials: true }) @Version('2') @Get() two() {
    return 'two';
  }
  @CorsPolicy(named('x-open')) @Version('1') @Get('partly') open() {
    return 'open';
  }
  @CorsPolicy(false) @Version('2') @Get('partly') closed() {
    return 'closed';
  }
}

@CorsPolicy(named('x-outside'))
@Controller('outside')
class Outside {
  @Get() list() {
    return 'outside';
  }
  @Get('ended') ended() {
    return 'never';
  }
}

@Module({
  imports: [CorsModule.forRoot({ defaults: named('x-defaults') })],
  controllers: [Cats, Red, Others, Versions, Outside],
})
class App {
  configure(consumer: MiddlewareConsumer): void {
    consumer
      .apply((_request: unknown, response: Parameters<typeof end>[0]) => {
        end(response);
      })
      .forRoutes('outside/ended');
  }
}

interface RawResponse {
  end(text: string): void;
}

/** Middleware that answers by itself, for every kind of response. */
function end(response: { raw?: RawResponse; res?: RawResponse } & Partial<RawResponse>): void {
  (response.raw ?? response.res ?? response).end?.('ended');
}

function configure(app: INestApplication): void {
  app.setGlobalPrefix('api', { exclude: ['outside', 'outside/ended'] });
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
  app.getHttpAdapter().get('/straight', (_request: unknown, response: Parameters<typeof end>[0]) => {
    end(response);
  });
}

describe.each(ADAPTERS)('routes of an adapter $name', ({ create, order }) => {
  describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$start', setting => {
    const served = serve(setting, () => App, { adapter: create(), configure });

    test.each([
      ['GET /api/cats/1', 'x-any'],
      ['HEAD /api/cats/1', 'x-any'],
      ['GET /api/cats/1?to=/cats/me', 'x-any'],
      ['POST /api/cats/1', 'x-post'],
      ['GET /api/cats/me', order === 'specificity' ? 'x-me' : 'x-any'],
      ['PROPFIND /api/cats/1/toys', 'x-all'],
      ['GET /api/cats/1/nothing', 'x-defaults'],
      ['DELETE /api/cats/1', 'x-defaults'],
      ['GET /cats/1', 'x-defaults'],
      ['GET /outside', 'x-outside'],
      ['GET /straight', 'x-defaults'],
    ])('%s and its preflight have the policy %s', async (request, policy) => {
      expect(await policiesOf(served().url, request)).toEqual(both(policy));
    });

    test.each([
      ['red.example.com', 'x-red'],
      ['elsewhere.example', 'x-others'],
    ])('the host %s chooses for both', async (host, policy) => {
      expect(await policiesOf(served().url, 'GET /api/hosts', { Host: host })).toEqual(both(policy));
    });

    test.each([
      ['1', 'x-one'],
      ['2', 'x-two'],
    ])('the actual request for version %s has the policy of its route', async (version, policy) => {
      const { actual } = await policiesOf(served().url, 'GET /api/versions', { 'X-Version': version });
      expect(actual).toBe(policy);
    });

    test('a preflight that could be for either version is allowed what both allow', async () => {
      const { headers, status } = await preflight(served().url, '/api/versions', {
        origin: ORIGIN,
        method: 'GET',
        headers: 'x-common',
      });
      expect([status, headers['access-control-allow-origin']]).toEqual([204, ORIGIN]);
      expect(headers['access-control-allow-credentials']).toBeUndefined();

      const refused = await preflight(served().url, '/api/versions/partly', {
        origin: ORIGIN,
        method: 'GET',
      });
      expect(refused.status).toBe(403);
    });

    test('the answer of a middleware has the policy of the route after it', async () => {
      const response = await send(served().url, 'GET', '/outside/ended', { Origin: ORIGIN });
      expect([response.body, response.headers['access-control-expose-headers']]).toEqual([
        'ended',
        'x-outside',
      ]);
    });

    test('an ordinary OPTIONS request reaches the routes', async () => {
      const response = await send(served().url, 'OPTIONS', '/api/cats/1/toys', { Origin: ORIGIN });
      expect([response.status, response.body, response.headers['access-control-expose-headers']]).toEqual([
        200,
        'toys',
        'x-all',
      ]);
    });

    test('routes() lists the routes of the application', () => {
      const routes = served().app.get(CorsService).routes();
      expect(routes.map(({ method, path }) => `${method} ${path}`)).toEqual(
        expect.arrayContaining(['GET /api/cats/:id', 'ALL /api/cats/:id/toys', 'GET /outside']),
      );
    });
  });
});
