import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  Controller,
  Get,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestMiddleware,
  type NestModule,
  Post,
  RequestMethod,
  type Type,
  UnauthorizedException,
} from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { SETTINGS_AND_PATHS } from '../support/applications.js';
import { serve } from '../support/served.js';
import { DEFAULTS, DEFAULTS_ORIGIN, OwnPolicy, ROUTE_ORIGIN } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

type Next = (error?: unknown) => void;
type Middleware = (request: IncomingMessage, response: ServerResponse, next: Next) => unknown;

/** The ways in which a middleware keeps a request from its handler. */
const ENDINGS: Readonly<Record<string, Middleware>> = {
  'ends': (_request, response) => {
    response.statusCode = 418;
    response.setHeader('Vary', 'X-Tea');
    response.end('a teapot');
  },
  'ends-with-head': (_request, response) => {
    response.writeHead(418, 'A teapot', { VARY: 'X-Tea' });
    response.end('a teapot');
  },
  'ends-later': async (_request, response) => {
    await later();
    response.statusCode = 418;
    response.setHeader('vary', 'X-Tea');
    response.write('a ');
    response.end('teapot');
  },
  'throws': () => {
    throw new UnauthorizedException();
  },
  'throws-error': () => {
    throw new Error('The middleware is broken.');
  },
  'rejects': async () => {
    await later();
    throw new UnauthorizedException();
  },
  'fails': (_request, _response, next) => {
    next(new UnauthorizedException());
  },
  'fails-later': (_request, _response, next) => {
    setImmediate(() => {
      next(new Error('The middleware is broken.'));
    });
  },
};

const NAMES = Object.keys(ENDINGS);

function later(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

/** Ends a request in the way that its path names last. */
function endAsNamed(
  request: IncomingMessage & { originalUrl?: string },
  response: ServerResponse,
  next: Next,
) {
  const name = (request.originalUrl ?? request.url ?? '').split('/').at(-1) ?? '';
  return ENDINGS[name]?.(request, response, next);
}

@Injectable()
class ClassMiddleware implements NestMiddleware {
  use(request: IncomingMessage, response: ServerResponse, next: Next): unknown {
    return endAsNamed(request, response, next);
  }
}

@Controller()
class AnswersController {
  @OwnPolicy('X-Class')
  @Get('class/:ending')
  byClass(): string {
    return 'never';
  }

  @OwnPolicy('X-Functional')
  @Post('functional/:ending')
  byFunction(): string {
    return 'never';
  }

  @OwnPolicy('X-Use')
  @Get('use/:ending')
  byUse(): string {
    return 'never';
  }
}

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [AnswersController],
  })
  class RootModule implements NestModule {
    configure(consumer: MiddlewareConsumer): void {
      consumer.apply(ClassMiddleware).forRoutes('class/:ending', 'unrouted/*rest');
      consumer
        .apply(endAsNamed)
        .forRoutes({ path: 'functional/:ending', method: RequestMethod.POST }, AnswersController);
    }
  }
  return RootModule;
}

function rows(who: string, method: string, folder: string, policy: string | undefined): ResponseKind[] {
  return NAMES.map(name => ({
    name: `${who} that ${name.replaceAll('-', ' ')}`,
    method,
    path: `/${folder}/${name}`,
    status: name.startsWith('ends') ? 418 : ENDS_WITH_500.includes(name) ? 500 : 401,
    ...(policy === undefined ? {} : { policy }),
    ...(name.startsWith('ends') ? { vary: 'X-Tea' } : {}),
    portable: 'nothing',
  }));
}

const ENDS_WITH_500 = ['throws-error', 'fails-later'];

function use(app: INestApplication): void {
  app.use('/use', endAsNamed);
  app.use((request: IncomingMessage, response: ServerResponse, next: Next) => {
    if (request.url?.startsWith('/unrouted-use/')) return endAsNamed(request, response, next);
    next();
    return undefined;
  });
}

describeReach({
  title: 'middleware',
  root: rootModule,
  start: () => ({ configure: use }),
  kinds: [
    ...rows('a Nest middleware, a class,', 'GET', 'class', 'X-Class'),
    ...rows('a Nest middleware, a function,', 'POST', 'functional', 'X-Functional'),
    ...rows('a Nest middleware without a route', 'GET', 'unrouted', undefined),
    ...rows('app.use() with a path', 'GET', 'use', 'X-Use'),
    ...rows('app.use() without a route', 'PUT', 'unrouted-use', undefined),
  ],
});

// On Express, a middleware for one method is a route. It does not answer instead of the handler.
describe.each(SETTINGS_AND_PATHS)('a route with middleware for its method: $name', setting => {
  const served = serve(setting, () => rootModule(setting));

  test('answers preflights by its own policy', async () => {
    const ask = (origin: string) => served().preflight('/functional/ends', { origin, method: 'POST' });
    const [fromRoute, fromDefaults] = [await ask(ROUTE_ORIGIN), await ask(DEFAULTS_ORIGIN)];

    expect(fromRoute.headers['access-control-allow-origin']).toBe(ROUTE_ORIGIN);
    expect(fromDefaults.status).toBe(403);
  });
});
