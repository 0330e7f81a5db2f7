import { Controller, Get, type INestApplication, Module, Param, Post, type Type } from '@nestjs/common';
import { CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { APP, EVIL, type Observed, type Server, observe, preflightVerdict, runs } from './observe.js';

/**
 * A route that is not recognised would get these. They are wider than the policies of the vault's
 * routes.
 */
export const WIDE_DEFAULTS = { origin: '*' } as const;

export const ENFORCED = { origin: APP, credentials: true, enforce: true } as const;

/** Routes whose policies are narrower than the defaults, and one with the defaults. */
@Controller()
export class Vault {
  @CorsPolicy(false) @Get('closed') closed() {
    return runs('closed');
  }
  @CorsPolicy(false) @Get('closed/:id') closedOne(@Param('id') id: string) {
    return runs(`closedOne ${id}`);
  }
  @CorsPolicy(ENFORCED) @Post('orders') order() {
    return runs('order');
  }
  @CorsPolicy({ origin: APP, exposedHeaders: ['X-List'] }) @Get('list') list() {
    return runs('list');
  }
  @Get('open') open() {
    return runs('open');
  }
}

export function vaultModule(controller: Type<unknown> = Vault): Type<unknown> {
  @Module({ imports: [CorsModule.forRoot({ defaults: WIDE_DEFAULTS })], controllers: [controller] })
  class VaultModule {}
  return VaultModule;
}

/** The result of {@link vaultAnswers} if each route has its own policy and no other. */
export function ownPolicies(controller = 'Vault'): Awaited<ReturnType<typeof vaultAnswers>> {
  const name = (method: string) => `${controller}.${method}`;
  const ofEnforced = {
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    'vary': 'origin',
  };
  const ofList = {
    'access-control-allow-origin': APP,
    'access-control-expose-headers': 'X-List',
    'vary': 'origin',
  };
  const ofDefaults = { 'access-control-allow-origin': '*' };
  const row = (status: number, cors: Observed['cors'], handler: string[], decision: string[]): Observed => ({
    status,
    cors,
    ran: handler,
    decisions: decision,
  });
  const refused = (varies: boolean) => ({
    status: 403,
    allowOrigin: undefined,
    credentials: false,
    varies,
  });
  const answers = {
    'GET /closed, evil': row(200, {}, ['closed'], [`refused: ${name('closed')}`]),
    'HEAD /closed, evil': row(200, {}, ['closed'], [`refused: ${name('closed')}`]),
    'GET /closed/1, evil': row(200, {}, ['closedOne 1'], [`refused: ${name('closedOne')}`]),
    'POST /orders, evil': row(403, { vary: 'origin' }, [], [`enforced: ${name('order')}`]),
    'POST /orders, app': row(201, ofEnforced, ['order'], [`allowed: ${name('order')}`]),
    'POST /orders, no origin': row(201, { vary: 'origin' }, ['order'], []),
    'GET /list, evil': row(200, { vary: 'origin' }, ['list'], [`refused: ${name('list')}`]),
    'GET /list, app': row(200, ofList, ['list'], [`allowed: ${name('list')}`]),
    'GET /open, evil': row(200, ofDefaults, ['open'], [`allowed: ${name('open')}`]),
    'GET /nowhere, evil': row(404, ofDefaults, [], ['allowed: no route']),
  };
  const preflights = {
    'GET /closed, evil': refused(false),
    'GET /closed/1, evil': refused(false),
    'POST /orders, evil': refused(true),
    'POST /orders, app': { status: 204, allowOrigin: APP, credentials: true, varies: true },
    'GET /open, evil': { status: 204, allowOrigin: '*', credentials: false, varies: false },
  };
  const surface = [
    `GET /closed ${name('closed')} false`,
    `GET /closed/:id ${name('closedOne')} false`,
    `GET /list ${name('list')} ${APP}`,
    `GET /open ${name('open')} *`,
    `POST /orders ${name('order')} ${APP}`,
  ];
  return { answers, preflights, surface };
}

const REQUESTS = [
  'GET /closed, evil',
  'HEAD /closed, evil',
  'GET /closed/1, evil',
  'POST /orders, evil',
  'POST /orders, app',
  'POST /orders, no origin',
  'GET /list, evil',
  'GET /list, app',
  'GET /open, evil',
  'GET /nowhere, evil',
] as const;

const PREFLIGHTS = [
  'GET /closed, evil',
  'GET /closed/1, evil',
  'POST /orders, evil',
  'POST /orders, app',
  'GET /open, evil',
] as const;

/**
 * Sends requests to every route of the vault: actual requests and their preflights. Also reads what
 * the service reports about the routes.
 */
export async function vaultAnswers(
  server: Server & { readonly app: INestApplication },
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  answers: Record<string, Observed>;
  preflights: Record<string, unknown>;
  surface: string[];
}> {
  const answers: Record<string, Observed> = {};
  for (const name of REQUESTS) {
    const { request, origin } = parsed(name);
    answers[name] = await observe(server, request, {
      headers,
      ...(origin === undefined ? {} : { origin }),
    });
  }
  const preflights: Record<string, unknown> = {};
  for (const name of PREFLIGHTS) {
    const { request, origin = EVIL } = parsed(name);
    preflights[name] = await preflightVerdict(server, request, origin, headers);
  }
  return { answers, preflights, surface: surfaceOf(server.app) };
}

function parsed(name: string): { request: string; origin?: string } {
  const [request = '', from] = name.split(', ');
  if (from === 'no origin') return { request };
  return { request, origin: from === 'evil' ? EVIL : APP };
}

/**
 * A line for each route in the service's list: method, path, handler, and the origin of its policy.
 */
export function surfaceOf(app: INestApplication): string[] {
  return app
    .get(CorsService)
    .routes()
    .map(
      ({ method, path, handler, policy }) => `${method} ${path} ${handler} ${String(policy.origin?.value)}`,
    )
    .sort();
}
