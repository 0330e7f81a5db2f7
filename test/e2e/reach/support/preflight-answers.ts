import { Controller, Get, Module, type Type } from '@nestjs/common';
import type { Server, ServerResponse } from 'node:http';
import { CorsModule, CorsPolicy } from 'nestjs-cors-policy';
import type { HttpResponse } from '../../support/http.js';
import { DEFAULTS, ROUTE_ORIGIN } from './own-policy.js';

export const PREFLIGHT = { 'Origin': ROUTE_ORIGIN, 'Access-Control-Request-Method': 'GET' };

export const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

/** The headers of the answer for `/cats`. */
export const CATS_ANSWER = {
  'vary': PREFLIGHT_VARY,
  'access-control-allow-origin': ROUTE_ORIGIN,
  'access-control-allow-methods': 'GET,HEAD',
  'access-control-max-age': '60',
};

export interface CatsPolicies {
  readonly status?: 200 | 204;
  /** Whether another route's policy has one. */
  readonly predicate?: boolean;
  readonly host?: string;
  readonly enforce?: boolean;
}

export function catsModule({
  status = 204,
  predicate = false,
  host,
  enforce = false,
}: CatsPolicies = {}): Type<unknown> {
  @CorsPolicy({ origin: ROUTE_ORIGIN, optionsSuccessStatus: status, maxAge: 60, enforce })
  @Controller({ path: 'cats', ...(host === undefined ? {} : { host }) })
  class CatsController {
    @Get()
    list(): string {
      return 'cats';
    }
  }

  @CorsPolicy({ origin: predicate ? () => true : ROUTE_ORIGIN })
  @Controller('dogs')
  class DogsController {
    @Get()
    list(): string {
      return 'dogs';
    }
  }

  @Module({
    imports: [CorsModule.forRoot({ defaults: DEFAULTS })],
    controllers: [CatsController, DogsController],
  })
  class RootModule {}
  return RootModule;
}

/** The headers that Node puts on every response. */
const OF_NODE: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive']);

/** Without those of Node itself. */
export function headersOf(response: HttpResponse): Record<string, unknown> {
  return Object.fromEntries(Object.entries(response.headers).filter(([name]) => !OF_NODE.has(name)));
}

/** The responses of a server, as Node made them. */
export function recordResponses(server: Server): ServerResponse[] {
  const responses: ServerResponse[] = [];
  server.prependListener('request', (_request, response) => responses.push(response));
  return responses;
}
