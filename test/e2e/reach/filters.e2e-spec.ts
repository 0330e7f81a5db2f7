import type { ServerResponse } from 'node:http';
import {
  type ArgumentsHost,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  Injectable,
  Module,
  type Type,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, BaseExceptionFilter } from '@nestjs/core';
import { CorsModule, type CorsModuleOptions } from 'nestjs-cors-policy';
import { DEFAULTS, OwnPolicy } from './support/own-policy.js';
import { type ResponseKind, describeReach } from './support/response-kinds.js';

class Caught extends Error {}
class CaughtGlobally extends Caught {}
class CaughtByProvider extends Caught {}
class CaughtLocally extends Caught {}
class CaughtRaw extends Caught {}
class Rethrown extends Caught {}

/** The members that the responses of both platforms have. */
interface AnyResponse {
  status(code: number): { send(body: string): unknown };
  header(name: string, value: string): unknown;
}

/** Writes the response itself, as most filters do. */
function answer(host: ArgumentsHost, status: number): void {
  const response = host.switchToHttp().getResponse<AnyResponse>();
  response.header('Vary', 'X-Filter');
  response.status(status).send('filtered');
}

@Catch(CaughtGlobally)
class GlobalFilter implements ExceptionFilter {
  catch(_exception: CaughtGlobally, host: ArgumentsHost): void {
    answer(host, 461);
  }
}

@Catch(CaughtByProvider)
class ProvidedFilter implements ExceptionFilter {
  async catch(_exception: CaughtByProvider, host: ArgumentsHost): Promise<void> {
    await new Promise(resolve => setImmediate(resolve));
    answer(host, 462);
  }
}

@Catch(CaughtLocally)
class LocalFilter implements ExceptionFilter {
  catch(_exception: CaughtLocally, host: ArgumentsHost): void {
    answer(host, 463);
  }
}

@Catch(CaughtRaw)
class RawFilter implements ExceptionFilter {
  catch(_exception: CaughtRaw, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<ServerResponse & { raw?: ServerResponse }>();
    const raw = response.raw ?? response;
    raw.writeHead(464, { vary: 'X-Raw' });
    raw.end('filtered');
  }
}

@Catch(Rethrown)
class BaseFilter extends BaseExceptionFilter {
  override catch(exception: Rethrown, host: ArgumentsHost): void {
    super.catch(exception, host);
  }
}

@Injectable()
class ThrowingGuard implements CanActivate {
  canActivate(): boolean {
    throw new CaughtGlobally();
  }
}

@Controller('filters')
class FiltersController {
  @OwnPolicy('X-Global')
  @Get('global')
  global(): never {
    throw new CaughtGlobally();
  }

  @OwnPolicy('X-Guard')
  @UseGuards(ThrowingGuard)
  @Get('guard')
  guard(): string {
    return 'never';
  }

  @OwnPolicy('X-Provided')
  @Get('provided')
  provided(): never {
    throw new CaughtByProvider();
  }

  @OwnPolicy('X-Local')
  @UseFilters(LocalFilter)
  @Get('local')
  local(): never {
    throw new CaughtLocally();
  }

  @OwnPolicy('X-Raw-Filter')
  @UseFilters(new RawFilter())
  @Get('raw')
  raw(): never {
    throw new CaughtRaw();
  }

  @OwnPolicy('X-Base')
  @UseFilters(BaseFilter)
  @Get('base')
  base(): never {
    throw new Rethrown();
  }
}

const KINDS: readonly ResponseKind[] = [
  {
    name: 'a global filter',
    path: '/filters/global',
    status: 461,
    policy: 'X-Global',
    vary: 'X-Filter',
    portable: 'all but Vary',
  },
  {
    name: "a global filter for a guard's exception",
    path: '/filters/guard',
    status: 461,
    policy: 'X-Guard',
    vary: 'X-Filter',
    portable: 'nothing',
  },
  {
    name: 'a filter by APP_FILTER',
    path: '/filters/provided',
    status: 462,
    policy: 'X-Provided',
    vary: 'X-Filter',
    portable: 'all but Vary',
  },
  {
    name: 'a filter by @UseFilters()',
    path: '/filters/local',
    status: 463,
    policy: 'X-Local',
    vary: 'X-Filter',
    portable: 'all but Vary',
  },
  {
    name: 'a filter that writes the raw head',
    path: '/filters/raw',
    status: 464,
    policy: 'X-Raw-Filter',
    vary: 'X-Raw',
    portable: { express: 'all but Vary', fastify: 'nothing' },
  },
  { name: 'a filter that extends the base filter', path: '/filters/base', status: 500, policy: 'X-Base' },
];

function rootModule({ interceptor }: Required<Pick<CorsModuleOptions, 'interceptor'>>): Type<unknown> {
  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS, interceptor })],
    controllers: [FiltersController],
    providers: [{ provide: APP_FILTER, useClass: ProvidedFilter }],
  })
  class RootModule {}
  return RootModule;
}

describeReach({
  title: 'exception filters',
  root: rootModule,
  start: () => ({
    configure: app => {
      app.useGlobalFilters(new GlobalFilter());
    },
  }),
  kinds: KINDS,
});
