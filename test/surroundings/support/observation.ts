import { corsHeaders, preflight, send } from '../../e2e/support/http.js';
import { APP, DEFAULTS, EVIL } from './surrounded.js';

/** The result of a browser's request: the status and the CORS headers. */
type Seen = Readonly<Record<string, string | number>>;

const LARGE_BODY = JSON.stringify('x'.repeat(2_000_000));
const JSON_BODY = { 'Content-Type': 'application/json' };

const ROUTE_HEADERS = {
  'access-control-allow-origin': APP,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Cats',
};

/**
 * The contract for each surrounding: a closed route stays closed, `enforce` refuses, and 200, 401,
 * 404 and 413 have the headers and `Vary`. A preflight agrees with the announced request.
 */
export const EXPECTED: Readonly<Record<string, Seen>> = {
  '200': { status: 200, ...ROUTE_HEADERS, vary: 'origin' },
  '200 for another origin': { status: 200, vary: 'origin' },
  '200 without an origin': { status: 200, vary: 'origin' },
  '401': { status: 401, ...ROUTE_HEADERS, vary: 'origin' },
  '404': { 'status': 404, 'access-control-allow-origin': DEFAULTS, 'vary': 'origin' },
  '404 for another origin': { status: 404, vary: 'origin' },
  '413': { status: 413, ...ROUTE_HEADERS, vary: 'origin' },
  'closed': { status: 200 },
  'enforced': { status: 200, ...ROUTE_HEADERS, vary: 'origin' },
  'enforced for another origin': { status: 403, vary: 'origin' },
  'preflight': {
    'status': 204,
    'access-control-allow-origin': APP,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET,HEAD,POST',
    'access-control-allow-headers': 'Content-Type',
    'vary': 'origin, access-control-request-headers, access-control-request-method',
  },
  'preflight for another origin': {
    status: 403,
    vary: 'origin, access-control-request-headers, access-control-request-method',
  },
  'preflight of the closed route': {
    status: 403,
    vary: 'access-control-request-headers, access-control-request-method',
  },
  'preflight of an unknown path': {
    'status': 204,
    'access-control-allow-origin': DEFAULTS,
    'access-control-allow-methods': 'DELETE,GET,HEAD,PATCH,POST,PUT,QUERY',
    'vary': 'origin, access-control-request-headers, access-control-request-method',
  },
};

export interface Observed {
  readonly server: string;
  /** The prefix of the application's paths. */
  readonly prefix?: string;
  /** Members of `Vary` that other libraries of the surrounding add. */
  readonly otherVary?: readonly string[];
}

/** Asks a server for each row of {@link EXPECTED}. */
export async function observe({
  server,
  prefix = '',
  otherVary = [],
}: Observed): Promise<Readonly<Record<string, Seen>>> {
  const get = async (path: string, origin?: string): Promise<Seen> =>
    seen(
      await send(server, 'GET', `${prefix}${path}`, origin === undefined ? {} : { Origin: origin }),
      otherVary,
    );
  const ask = async (path: string, origin: string, headers?: string): Promise<Seen> => {
    const question = { origin, method: 'GET', ...(headers === undefined ? {} : { headers }) };
    return seen(await preflight(server, `${prefix}${path}`, question), otherVary);
  };
  const large = { ...JSON_BODY, Origin: APP };
  return {
    '200': await get('/cats', APP),
    '200 for another origin': await get('/cats', EVIL),
    '200 without an origin': await get('/cats'),
    '401': await get('/cats/guarded', APP),
    '404': await get('/nowhere', DEFAULTS),
    '404 for another origin': await get('/nowhere', EVIL),
    '413': seen(await send(server, 'POST', `${prefix}/cats`, large, LARGE_BODY), otherVary),
    'closed': await get('/cats/closed', APP),
    'enforced': await get('/cats/enforced', APP),
    'enforced for another origin': await get('/cats/enforced', EVIL),
    'preflight': await ask('/cats', APP, 'content-type'),
    'preflight for another origin': await ask('/cats', EVIL),
    'preflight of the closed route': await ask('/cats/closed', APP),
    'preflight of an unknown path': await ask('/nowhere', DEFAULTS),
  };
}

/** The handlers that ran during the observation: each reached handler, and no refused one. */
export const HANDLED = ['list', 'list', 'list', 'closed', 'enforced'];

function seen(response: Parameters<typeof corsHeaders>[0], otherVary: readonly string[]): Seen {
  const { vary = '', ...headers } = corsHeaders(response);
  const members = listOf(vary.toLowerCase()).filter(member => !otherVary.includes(member));
  const methods = headers['access-control-allow-methods'];
  return {
    status: response.status,
    ...headers,
    ...(methods === undefined ? {} : { 'access-control-allow-methods': listOf(methods).sort().join() }),
    ...(members.length === 0 ? {} : { vary: sortedVary(members) }),
  };
}

function listOf(value: string): string[] {
  return value
    .split(',')
    .map(member => member.trim())
    .filter(member => member !== '');
}

/** `origin` first, so that the expectations read like the contract. */
function sortedVary(members: readonly string[]): string {
  return [...members]
    .sort((a, b) => Number(b === 'origin') - Number(a === 'origin') || (a < b ? -1 : 1))
    .join(', ');
}
