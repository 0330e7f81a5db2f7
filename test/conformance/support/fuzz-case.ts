import { Random } from './random.js';
import type { ScenarioRequest } from './scenario.js';

/** Lines of headers; `$ORIGIN` stands for the request's own. */
export type FuzzHeaders = readonly (readonly [name: string, value: string])[];

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: FuzzHeaders;
  /** Where a redirect leads to. */
  readonly to?: 'api' | 'other' | 'page';
}

/** Requests to one URL, one after the other, and what two hops answer. */
export interface FuzzCase {
  readonly id: string;
  readonly requests: readonly ScenarioRequest[];
  readonly hops: Readonly<Record<'a' | 'b', { readonly preflight: FuzzAnswer; readonly actual: FuzzAnswer }>>;
}

type Choices<T> = readonly [T, ...T[]];

const METHODS: Choices<string> = [
  'GET',
  'GET',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'patch',
  'put',
  'Post',
  'PURGE',
  'x-custom',
];
const LONG = 'b'.repeat(127);
const REQUEST_HEADERS: Choices<readonly [string, Choices<string>]> = [
  ['X-A', ['1', '']],
  ['x-b', ['1']],
  ['Authorization', ['Bearer x']],
  ['Accept', ['application/json', 'a"b', `a/${LONG}`, 'text/html;q=0.5', '(a)', 'a:b', '', 'ä']],
  ['Accept-Language', ['de', 'en_US', 'de, en;q=0.5', '*', 'x/y', LONG]],
  ['Content-Language', ['de', 'de{', `${LONG}bb`]],
  [
    'Content-Type',
    [
      'text/plain',
      'TEXT/PLAIN; charset=utf-8',
      'application/json',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded',
      'text/html',
      'text/plain; a="b"',
      'text/plain,x/y',
      '',
      'text',
      'text/plain;',
      'text/plain ;a=b',
      '*/*',
      'text/plain; charset',
    ],
  ],
  ['Range', ['bytes=0-', 'bytes=0-99', 'bytes=-99', 'bytes=0-1,2-3', 'bytes=9-1', 'bytes = 0-', 'BYTES=0-']],
  ['X-Requested-With', ['XMLHttpRequest']],
  ['Cookie', ['forbidden=1']],
  ['X-HTTP-Method-Override', ['TRACE', 'PUT']],
];
const BODIES: Choices<ScenarioRequest['body']> = [
  'x',
  { kind: 'blob', type: 'application/json' },
  { kind: 'blob', type: 'text/plain' },
  { kind: 'params' },
  { kind: 'formdata', size: 10 },
];
/** The lines of each response header; an empty list leaves it out. */
type Lines = readonly string[];
const ALLOW_ORIGIN: Choices<Lines> = [
  ['$ORIGIN'],
  ['$ORIGIN'],
  ['$ORIGIN'],
  ['$ORIGIN'],
  ['*'],
  ['*'],
  ['null'],
  [' $ORIGIN '],
  ['$ORIGIN/'],
  [''],
  [],
  ['$ORIGIN', '$ORIGIN'],
  ['*', '*'],
  ['$ORIGIN, *'],
  ['HTTP://LOCALHOST'],
];
const ALLOW_CREDENTIALS: Choices<Lines> = [
  ['true'],
  ['true'],
  [],
  ['True'],
  ['false'],
  ['true', 'true'],
  [' true'],
];
const ALLOW_METHODS: Choices<Lines> = [
  ['GET, PUT, PATCH, DELETE, PURGE'],
  ['PUT, DELETE, OPTIONS, x-custom'],
  ['*'],
  ['PUT', 'PATCH'],
  ['patch, put'],
  [],
  ['PUT PATCH'],
  [', PUT,,DELETE,'],
  ['*, PUT'],
  [''],
  ['PUT;DELETE'],
  ['"PUT, PATCH"'],
];
const ALLOW_HEADERS: Choices<Lines> = [
  ['X-A, x-b, Authorization, Content-Type'],
  ['*'],
  ['*, authorization'],
  ['x-a', 'X-B'],
  [],
  ['X-A, x a'],
  [
    'accept, accept-language, content-language, content-type, range, x-a, x-b, x-requested-with, authorization',
  ],
  ['CONTENT-TYPE,,x-a'],
  [''],
  ['x-a;x-b'],
  ['x-http-method-override, range, accept'],
];
const MAX_AGE: Choices<Lines> = [
  [],
  [],
  ['600'],
  ['600'],
  ['0'],
  ['-1'],
  ['abc'],
  ['1.5'],
  [''],
  ['600, 600'],
  ['600', '600'],
  ['+600'],
  ['99999999999999999999'],
  ['99999'],
  [' 600 '],
  ['-'],
  ['-0'],
  ['600s'],
  ['-600'],
  ['0x10'],
];
const EXPOSE: Choices<Lines> = [
  [],
  ['X-Total'],
  ['*'],
  ['x-total, Set-Cookie'],
  ['X-Total', 'etag'],
  ['x total'],
  ['*, etag'],
];
const PREFLIGHT_STATUS: Choices<number> = [200, 204, 204, 204, 299, 300, 302, 304, 400, 403, 404, 500];
const ACTUAL_STATUS: Choices<number> = [200, 200, 200, 201, 204, 400, 401, 404, 500];
const REDIRECTS: Choices<number> = [301, 302, 303, 307, 308];

/** The same seed and number give the same case. */
export function fuzzCase(seed: number, number: number): FuzzCase {
  const random = new Random(seed * 1_000_003 + number);
  const requests = Array.from({ length: 1 + random.below(3) }, () => request(random));
  const isRedirected = random.chance(0.2);
  const first = { preflight: preflight(random), actual: isRedirected ? redirect(random) : actual(random) };
  return {
    id: `${seed}-${number}`,
    // Often the same request again, which is what the preflight cache is for.
    requests: random.chance(0.5) ? requests.map(() => requests[0] ?? request(random)) : requests,
    hops: { a: first, b: { preflight: preflight(random), actual: actual(random) } },
  };
}

function request(random: Random): ScenarioRequest {
  const method = random.pick(METHODS);
  const headers = random
    .some(REQUEST_HEADERS, random.chance(0.6) ? 2 : 5)
    .map(([name, values]): [string, string] => [name, random.pick(values)]);
  const isXhr = random.chance(0.1);
  const hasBody = !['GET', 'HEAD'].includes(method) && random.chance(0.5);
  return {
    method,
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
    ...(hasBody ? { body: random.pick(BODIES) ?? 'x' } : {}),
    ...(isXhr
      ? {
          via: 'xhr',
          uploadListener: random.chance(0.7),
          credentials: random.pick(['include', 'same-origin']),
        }
      : {
          credentials: random.pick(['include', 'same-origin', 'omit']),
          ...(random.chance(0.1) ? { mode: random.pick(['no-cors', 'same-origin', 'cors']) } : {}),
          ...(random.chance(0.1) ? { cache: random.pick(['no-store', 'reload', 'no-cache']) } : {}),
          ...(random.chance(0.1) ? { redirect: random.pick(['manual', 'error', 'follow']) } : {}),
        }),
  };
}

function preflight(random: Random): FuzzAnswer {
  // Most preflights must pass. Otherwise, the requests after them are not tested.
  const isGood = random.chance(0.6);
  return {
    status: isGood ? 204 : random.pick(PREFLIGHT_STATUS),
    headers: [
      ...lines('Access-Control-Allow-Origin', isGood ? ['$ORIGIN'] : random.pick(ALLOW_ORIGIN)),
      ...lines('Access-Control-Allow-Credentials', isGood ? ['true'] : random.pick(ALLOW_CREDENTIALS)),
      ...lines('Access-Control-Allow-Methods', random.pick(ALLOW_METHODS)),
      ...lines('Access-Control-Allow-Headers', random.pick(ALLOW_HEADERS)),
      ...lines('Access-Control-Max-Age', random.pick(MAX_AGE)),
    ],
  };
}

function actual(random: Random): FuzzAnswer {
  return {
    status: random.pick(ACTUAL_STATUS),
    headers: [
      ...lines('Access-Control-Allow-Origin', random.pick(ALLOW_ORIGIN)),
      ...lines('Access-Control-Allow-Credentials', random.pick(ALLOW_CREDENTIALS)),
      ...lines('Access-Control-Expose-Headers', random.pick(EXPOSE)),
    ],
  };
}

function redirect(random: Random): FuzzAnswer {
  return { ...actual(random), status: random.pick(REDIRECTS), to: random.pick(['api', 'other', 'page']) };
}

function lines(name: string, values: Lines): FuzzHeaders {
  return values.map(value => [name, value] as const);
}
