import {
  All,
  Controller,
  Get,
  Module,
  Next,
  RequestMethod,
  type Type,
  UnauthorizedException,
} from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

type NextFunction = (error?: unknown) => void;

@Controller('cats')
class CatsController {
  @OwnPolicy('X-First')
  @Get('passed-on/:id')
  first(@Next() next: NextFunction): void {
    next();
  }

  @OwnPolicy('X-Second')
  @All('passed-on/second')
  second(): string {
    return 'second';
  }

  @OwnPolicy('X-Next-Error')
  @Get('next-error')
  nextError(@Next() next: NextFunction): void {
    next(new UnauthorizedException());
  }
}

@Controller('health')
class HealthController {
  @OwnPolicy('X-Health')
  @Get()
  health(): string {
    return 'healthy';
  }
}

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [CatsController, HealthController],
  })
  class RootModule {}
  return RootModule;
}

function unknown(name: string, path: string, method = 'GET'): ResponseKind {
  return { name: `404 for ${name}`, method, path, status: 404, portable: 'nothing' };
}

describeReach({
  title: 'behind a global prefix',
  root: rootModule,
  start: () => ({
    configure: app => {
      const adapter: AbstractHttpAdapter = app.getHttpAdapter() as AbstractHttpAdapter;
      adapter.get('/straight/:id', (_request: unknown, response: { send(body: string): void }) => {
        response.send('straight');
      });
      app.setGlobalPrefix('api', { exclude: [{ path: 'health', method: RequestMethod.GET }] });
    },
  }),
  kinds: [
    { name: 'an excluded route', path: '/health', status: 200, policy: 'X-Health' },
    { name: 'a route straight on the platform', path: '/straight/1', status: 200, portable: 'nothing' },
    unknown('an unknown path beneath it', '/api/nowhere'),
    unknown('the prefix itself', '/api'),
    unknown('an unknown path outside', '/nowhere'),
    unknown('a known path without the prefix', '/cats/next-error'),
    unknown('another method of an excluded route', '/health', 'DELETE'),
    unknown('an excluded route with the prefix', '/api/health'),
  ],
});

describeReach({
  title: 'handlers that pass the request on',
  root: rootModule,
  // The interceptor's headers of the first handler are on the response by then.
  nativeOnly: true,
  kinds: [
    {
      name: 'the next handler',
      path: '/cats/passed-on/second',
      status: 200,
      policy: 'X-Second',
      only: 'express',
    },
    {
      name: '404 where there is none',
      path: '/cats/passed-on/1',
      status: 404,
      only: 'express',
    },
    {
      name: 'an error that is passed on',
      path: '/cats/next-error',
      status: 401,
      policy: 'X-Next-Error',
      only: 'express',
    },
  ],
});
