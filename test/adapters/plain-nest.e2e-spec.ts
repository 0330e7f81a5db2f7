import {
  All,
  Body,
  Controller,
  Get,
  HostParam,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestMiddleware,
  Param,
  Post,
  Query,
  Redirect,
  StreamableFile,
  UnauthorizedException,
  UseGuards,
  Version,
  VersioningType,
} from '@nestjs/common';
import { SETTINGS } from '../e2e/support/applications.js';
import { serve } from '../e2e/support/served.js';
import { ADAPTERS } from './index.js';

@Injectable()
class Refuse {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

@Controller('cats')
class Cats {
  @Get(':id') one(@Param('id') id: string, @Query('q') q?: string) {
    return { id, q };
  }
  @Get('me') me() {
    return { me: true };
  }
  @Post() create(@Body() body: unknown) {
    return body;
  }
  @UseGuards(Refuse) @Get('guarded/route') guarded() {
    return 'never';
  }
  @Redirect('/elsewhere') @Get('moved/away') moved() {
    return undefined;
  }
  @Get('file/stream') stream() {
    return new StreamableFile(Buffer.from('bytes'));
  }
  @Get('broken/handler') broken() {
    throw new Error('broken');
  }
  @All('any/method') any() {
    return 'any';
  }
}

@Controller({ path: 'hosts', host: ':tenant.example.com' })
class Tenants {
  @Get() list(@HostParam('tenant') tenant: string) {
    return tenant;
  }
}

@Controller('hosts')
class Others {
  @Get() list() {
    return 'others';
  }
}

@Controller('versions')
class Versions {
  @Version('1') @Get() one() {
    return 'one';
  }
  @Version('2') @Get() two() {
    return 'two';
  }
}

@Injectable()
class Mark implements NestMiddleware {
  use(_request: unknown, response: Response, next: () => void) {
    const raw = [response, response.raw, response.res].find(each => each?.setHeader !== undefined);
    raw?.setHeader?.('X-Middleware', 'ran');
    next();
  }
}

interface Response {
  readonly raw?: Response;
  readonly res?: Response;
  setHeader?(name: string, value: string): void;
}

@Module({ controllers: [Cats, Tenants, Others, Versions] })
class App {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(Mark).forRoutes(Tenants, Others);
  }
}

function configure(app: INestApplication): void {
  app.setGlobalPrefix('api', { exclude: ['versions'] });
  app.enableVersioning({ type: VersioningType.HEADER, header: 'X-Version' });
}

describe.each(ADAPTERS)('Nest without this module, on an adapter $name', ({ create, order }) => {
  describe.each(SETTINGS.filter(({ platform }) => platform === 'express'))('$start', setting => {
    const served = serve(setting, () => App, { adapter: create(), configure });

    test.each<[method: string, path: string, status: number, body: string]>([
      ['GET', '/api/cats/1?q=2', 200, '{"id":"1","q":"2"}'],
      ['HEAD', '/api/cats/1', 200, ''],
      ['GET', '/api/cats/me', 200, order === 'specificity' ? '{"me":true}' : '{"id":"me"}'],
      ['GET', '/api/cats/guarded/route', 401, '{"message":"Unauthorized","statusCode":401}'],
      ['GET', '/api/cats/moved/away', 302, ''],
      ['GET', '/api/cats/file/stream', 200, 'bytes'],
      ['GET', '/api/cats/broken/handler', 500, '{"statusCode":500,"message":"Internal server error"}'],
      ['PROPFIND', '/api/cats/any/method', 200, 'any'],
      ['GET', '/cats/1', 404, 'GET /cats/1'],
      [
        'GET',
        '/api/nowhere',
        404,
        '{"message":"Cannot GET /api/nowhere","error":"Not Found","statusCode":404}',
      ],
    ])('%s %s', async (method, path, status, body) => {
      const response = await served().send(method, path);
      expect([response.status, response.body]).toEqual([status, expect.stringContaining(body)]);
    });

    test.each<[type: string, body: string, status: number, answer: string]>([
      ['application/json', '{"name":"Tom"}', 201, '{"name":"Tom"}'],
      ['application/x-www-form-urlencoded', 'name=Tom', 201, '{"name":"Tom"}'],
      ['application/json', '{', 400, '"statusCode":400'],
      ['application/json', JSON.stringify('x'.repeat(200_000)), 413, '"statusCode":413'],
    ])('reads a body: %s %#', async (type, body, status, answer) => {
      const response = await served().send('POST', '/api/cats', { 'Content-Type': type }, body);
      expect([response.status, response.body]).toEqual([status, expect.stringContaining(answer)]);
    });

    test.each([
      ['red.example.com', 'red'],
      ['elsewhere.example', 'others'],
    ])('chooses by host: %s', async (host, body) => {
      const response = await served().get('/api/hosts', { Host: host });
      expect([response.body, response.headers['x-middleware']]).toEqual([body, 'ran']);
    });

    test.each([
      ['1', 200, 'one'],
      ['2', 200, 'two'],
      ['3', 404, ''],
    ])('chooses by version: %s', async (version, status, body) => {
      const response = await served().get('/versions', { 'X-Version': version });
      expect([response.status, response.body]).toEqual([status, expect.stringContaining(body)]);
    });
  });
});
