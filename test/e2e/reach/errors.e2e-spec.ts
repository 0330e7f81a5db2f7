import {
  BadGatewayException,
  type CallHandler,
  type CanActivate,
  ConflictException,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  type NestInterceptor,
  NotFoundException,
  Param,
  ParseIntPipe,
  Post,
  RequestTimeoutException,
  type Type,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { type Observable, mergeMap, throwError, timer } from 'rxjs';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';
import { Throttle, ThrottlerGuard, ThrottlerModule } from './support/throttler.js';

class NoError {
  readonly name = 'NoError';
  readonly message = 'not an Error';
}

@Injectable()
class Unauthorized implements CanActivate {
  canActivate(): boolean {
    throw new UnauthorizedException();
  }
}

@Injectable()
class Forbidden implements CanActivate {
  canActivate(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

@Injectable()
class BrokenGuard implements CanActivate {
  canActivate(): boolean {
    throw new Error('The guard is broken.');
  }
}

@Injectable()
class FailsBefore implements NestInterceptor {
  intercept(): Observable<unknown> {
    throw new BadGatewayException();
  }
}

@Injectable()
class FailsAfter implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(mergeMap(() => throwError(() => new RequestTimeoutException())));
  }
}

@Controller('errors')
class ErrorsController {
  @OwnPolicy('X-Http-Exception')
  @Get('http-exception')
  httpException(): never {
    throw new ConflictException();
  }

  @OwnPolicy('X-Error')
  @Get('error')
  error(): never {
    throw new Error('The handler is broken.');
  }

  @OwnPolicy('X-Rejection')
  @Get('rejection')
  rejection(): Promise<never> {
    return Promise.reject(new Error('The handler is broken.'));
  }

  @OwnPolicy('X-No-Error')
  @Get('no-error')
  noError(): Promise<never> {
    const reason: Error = new NoError();
    return Promise.reject(reason);
  }

  @OwnPolicy('X-Observable')
  @Get('observable')
  observable(): Observable<never> {
    return timer(1).pipe(mergeMap(() => throwError(() => new ConflictException())));
  }

  @OwnPolicy('X-Not-Found')
  @Get('not-found')
  notFound(): never {
    throw new NotFoundException();
  }

  @OwnPolicy('X-Pipe')
  @Get('pipe/:id')
  pipe(@Param('id', ParseIntPipe) id: number): number {
    return id;
  }

  @OwnPolicy('X-Unauthorized')
  @UseGuards(Unauthorized)
  @Get('unauthorized')
  unauthorized(): string {
    return 'never';
  }

  @OwnPolicy('X-Forbidden')
  @UseGuards(Forbidden)
  @Get('forbidden')
  forbidden(): string {
    return 'never';
  }

  @OwnPolicy('X-Broken-Guard')
  @UseGuards(BrokenGuard)
  @Get('broken-guard')
  brokenGuard(): string {
    return 'never';
  }

  @OwnPolicy('X-Throttled')
  @Throttle({ default: { limit: 0, ttl: 60_000 } })
  @UseGuards(ThrottlerGuard)
  @Get('throttled')
  throttled(): string {
    return 'never';
  }

  @OwnPolicy('X-Fails-Before')
  @UseInterceptors(FailsBefore)
  @Get('fails-before')
  failsBefore(): string {
    return 'never';
  }

  @OwnPolicy('X-Fails-After')
  @UseInterceptors(FailsAfter)
  @Post('fails-after')
  failsAfter(): string {
    return 'never';
  }
}

const KINDS: readonly ResponseKind[] = [
  {
    name: 'a handler that throws an HttpException',
    path: '/errors/http-exception',
    status: 409,
    policy: 'X-Http-Exception',
  },
  { name: 'a handler that throws an Error', path: '/errors/error', status: 500, policy: 'X-Error' },
  { name: 'a handler that rejects', path: '/errors/rejection', status: 500, policy: 'X-Rejection' },
  {
    name: 'a handler that rejects with what is no Error',
    path: '/errors/no-error',
    status: 500,
    policy: 'X-No-Error',
  },
  {
    name: 'a handler whose observable fails',
    path: '/errors/observable',
    status: 409,
    policy: 'X-Observable',
  },
  { name: "a handler's own 404", path: '/errors/not-found', status: 404, policy: 'X-Not-Found' },
  {
    name: "HEAD for a handler's own 404",
    method: 'HEAD',
    path: '/errors/not-found',
    status: 404,
    policy: 'X-Not-Found',
  },
  { name: "a pipe's 400", path: '/errors/pipe/one', status: 400, policy: 'X-Pipe' },
  {
    name: "a guard's 401",
    path: '/errors/unauthorized',
    status: 401,
    policy: 'X-Unauthorized',
    portable: 'nothing',
  },
  {
    name: "a guard's 403",
    path: '/errors/forbidden',
    status: 403,
    policy: 'X-Forbidden',
    portable: 'nothing',
  },
  {
    name: "a broken guard's 500",
    path: '/errors/broken-guard',
    status: 500,
    policy: 'X-Broken-Guard',
    portable: 'nothing',
  },
  {
    name: "the throttler's 429",
    path: '/errors/throttled',
    status: 429,
    policy: 'X-Throttled',
    portable: 'nothing',
    others: { 'retry-after': '60' },
  },
  {
    name: 'an interceptor that throws before the handler',
    path: '/errors/fails-before',
    status: 502,
    policy: 'X-Fails-Before',
  },
  {
    name: 'an interceptor that fails after the handler',
    method: 'POST',
    path: '/errors/fails-after',
    status: 408,
    policy: 'X-Fails-After',
  },
  { name: '404 for an unknown path', path: '/nowhere', status: 404, portable: 'nothing' },
  {
    name: '404 for an unknown path beneath a known one',
    method: 'POST',
    path: '/errors/http-exception/nowhere',
    status: 404,
    portable: 'nothing',
  },
  {
    name: '404 for an unknown method on a known path',
    method: 'DELETE',
    path: '/errors/http-exception',
    status: 404,
    portable: 'nothing',
  },
  { name: '404 for HEAD', method: 'HEAD', path: '/errors/fails-after', status: 404, portable: 'nothing' },
  {
    name: '404 for a plain OPTIONS',
    method: 'OPTIONS',
    path: '/errors/http-exception',
    status: 404,
    portable: 'nothing',
  },
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [
      CorsModule.forRoot({ defaults: DEFAULTS, interceptor }),
      ThrottlerModule.forRoot([{ limit: 1000, ttl: 60_000 }]),
    ],
    controllers: [ErrorsController],
  })
  class RootModule {}
  return RootModule;
}

describeReach({ title: 'errors', root: rootModule, kinds: KINDS });
