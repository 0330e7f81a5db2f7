import { APP, PARTNER, PREVIEW, REGION, STRANGER, TENANT } from './origins.js';
import type { WireRequest, WireResponse } from './wire.js';

/** A request, with the response from the table "Headers and status of each response". */
export interface TableRow {
  readonly title: string;
  readonly request: WireRequest;
  readonly status: number;
  /** All CORS headers of the response. */
  readonly headers: WireResponse['headers'];
  /** Text that the body contains; `''` for an empty body. */
  readonly body?: string;
}

type Headers = WireResponse['headers'];

const origin = (value: string): NonNullable<WireRequest['headers']> => [['Origin', value]];

/** A content type of forms, so that a POST needs no preflight. */
const FORM = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

function preflight(path: string, from: string, method: string, headers?: string): WireRequest {
  return {
    method: 'OPTIONS',
    path,
    headers: [
      ['Origin', from],
      ['Access-Control-Request-Method', method],
      ...(headers === undefined ? [] : [['Access-Control-Request-Headers', headers] as const]),
    ],
  };
}

const VARY = { vary: 'Origin' };
const PREFLIGHT_VARY = { vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers' };
const CONSTANT_VARY = { vary: 'Access-Control-Request-Method, Access-Control-Request-Headers' };

/** Headers of an actual response to an allowed origin of OrdersController. */
const readable = (by: string): Headers => ({
  'access-control-allow-origin': by,
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': 'X-Total',
  ...VARY,
});

const actual: TableRow[] = [
  {
    title: 'no Origin, and the policy depends on it',
    request: { method: 'GET', path: '/orders' },
    status: 200,
    headers: VARY,
    body: 'orders',
  },
  {
    title: "no Origin, and origin '*'",
    request: { method: 'GET', path: '/public' },
    status: 200,
    headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'X-Total' },
  },
  ...[APP, 'http://localhost:4200', REGION, PREVIEW, TENANT].map(allowed => ({
    title: `${allowed} is allowed`,
    request: { method: 'GET', path: '/orders', headers: origin(allowed) },
    status: 200,
    headers: readable(allowed),
    body: 'orders',
  })),
  ...[STRANGER, 'null', APP.toUpperCase(), 'http://eu.partner.example'].map(refused => ({
    title: `${refused} is not allowed, and the handler runs`,
    request: { method: 'GET', path: '/orders', headers: origin(refused) },
    status: 200,
    headers: VARY,
    body: 'orders',
  })),
  {
    title: 'an Origin that is sent twice is not allowed',
    request: { method: 'GET', path: '/orders', headers: [...origin(APP), ...origin(APP)] },
    status: 200,
    headers: VARY,
  },
  {
    title: "origin '*'",
    request: { method: 'POST', path: '/public', headers: origin(STRANGER) },
    status: 201,
    headers: { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'X-Total' },
    body: 'created',
  },
  {
    title: 'HEAD',
    request: { method: 'HEAD', path: '/orders', headers: origin(APP) },
    status: 200,
    headers: readable(APP),
    body: '',
  },
  ...(
    [
      ['GET', '/orders/guarded', 403, 'Forbidden'],
      ['GET', '/orders/broken', 500, 'Internal server error'],
      ['GET', '/orders/moved', 302, undefined],
      ['GET', '/orders/stream', 200, 'data: streamed'],
    ] as const
  ).map(([method, path, status, body]) => ({
    title: `${method} ${path} is readable with its status`,
    request: { method, path, headers: origin(APP) },
    status,
    headers: readable(APP),
    ...(body === undefined ? {} : { body }),
  })),
  {
    title: 'a body that cannot be parsed',
    request: {
      method: 'POST',
      path: '/orders',
      headers: [...origin(APP), ['Content-Type', 'application/json']],
      body: '{',
    },
    status: 400,
    headers: readable(APP),
  },
  ...['/nowhere', '/ended'].map(path => ({
    title: `${path}: no route serves it, and the defaults decide`,
    request: { method: 'GET', path, headers: origin(APP) },
    status: path === '/ended' ? 200 : 404,
    headers: { 'access-control-allow-origin': APP, ...VARY },
  })),
];

const enforced: TableRow[] = [
  {
    title: 'enforce: a simple POST of an allowed origin',
    request: { method: 'POST', path: '/orders', headers: [...origin(APP), FORM], body: 'a=1' },
    status: 201,
    headers: readable(APP),
    body: 'ordered',
  },
  {
    title: 'enforce: a simple POST of another origin is refused',
    request: { method: 'POST', path: '/orders', headers: [...origin(STRANGER), FORM], body: 'a=1' },
    status: 403,
    headers: VARY,
  },
  {
    title: 'enforce: a client without Origin is served',
    request: { method: 'POST', path: '/orders', headers: [FORM], body: 'a=1' },
    status: 201,
    headers: VARY,
    body: 'ordered',
  },
];

const preflights: TableRow[] = [
  {
    title: 'a preflight of an allowed origin',
    request: preflight('/orders', APP, 'POST', 'content-type,x-trace'),
    status: 204,
    headers: {
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type,X-Trace',
      'access-control-max-age': '600',
      ...PREFLIGHT_VARY,
    },
    body: '',
  },
  {
    title: 'a preflight that only a predicate allows',
    request: preflight('/orders', TENANT, 'POST'),
    status: 204,
    headers: {
      'access-control-allow-origin': TENANT,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'POST',
      'access-control-max-age': '600',
      ...PREFLIGHT_VARY,
    },
    body: '',
  },
  {
    title: "a preflight with allowedHeaders '*' and a status of its own",
    request: preflight('/orders', APP, 'PUT', 'authorization'),
    status: 200,
    headers: {
      'access-control-allow-origin': APP,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'PUT',
      'access-control-allow-headers': 'authorization',
      'access-control-max-age': '600',
      ...PREFLIGHT_VARY,
    },
    body: '',
  },
  {
    title: "a preflight with origin '*'",
    request: preflight('/public', 'null', 'POST', 'content-type'),
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET,HEAD,POST',
      'access-control-allow-headers': 'Content-Type',
      ...CONSTANT_VARY,
    },
    body: '',
  },
  ...(
    [
      ['another origin', preflight('/orders', STRANGER, 'POST'), PREFLIGHT_VARY],
      ['an origin of another method', preflight('/orders', APP, 'PATCH'), PREFLIGHT_VARY],
      ['a header that is not allowed', preflight('/orders', APP, 'POST', 'x-other'), PREFLIGHT_VARY],
      ['@CorsPolicy(false)', preflight('/orders', APP, 'DELETE'), CONSTANT_VARY],
      ['a method in lower case', preflight('/orders', APP, 'post'), PREFLIGHT_VARY],
      ['an origin that the defaults refuse', preflight('/nowhere', STRANGER, 'GET'), PREFLIGHT_VARY],
    ] as const
  ).map(([title, request, headers]) => ({
    title: `a refused preflight: ${title}`,
    request,
    status: 403,
    headers,
    body: '',
  })),
  {
    title: 'the policy of the requested method',
    request: preflight('/orders', PARTNER, 'PATCH'),
    status: 204,
    headers: {
      'access-control-allow-origin': PARTNER,
      'access-control-allow-methods': 'PATCH',
      'access-control-max-age': '600',
      ...PREFLIGHT_VARY,
    },
    body: '',
  },
  {
    title: 'OPTIONS without a requested method is an ordinary request',
    request: { method: 'OPTIONS', path: '/orders', headers: origin(APP) },
    status: 200,
    headers: readable(APP),
    body: 'the application answers',
  },
];

/** The requests of that table, which is in docs/reference.md. */
export const REQUEST_TABLE: readonly TableRow[] = [...actual, ...enforced, ...preflights];
