import type { FlowQuestion } from '../../../lib/explorer/messages.js';
import { APP, PARTNER, STRANGER } from './explorer-app.js';

/** Requests of each kind, with what has to become of them. */
export const SCENARIOS: readonly (readonly [
  name: string,
  question: FlowQuestion,
  outcome: 'readable' | 'blocked',
  preflighted: boolean,
])[] = [
  ['a simple GET of what is public', ask(STRANGER, 'GET', '/catalogue'), 'readable', false],
  ['a path parameter', ask(STRANGER, 'HEAD', '/catalogue/1'), 'readable', false],
  ['credentials with any origin', ask(APP, 'GET', '/catalogue', [], true), 'blocked', false],
  ['a simple GET of a stranger', ask(STRANGER, 'GET', '/orders'), 'blocked', false],
  ['a subdomain that a pattern allows', ask(PARTNER, 'GET', '/orders'), 'readable', false],
  ['a preflighted PUT', ask(PARTNER, 'PUT', '/orders/7', [['X-Request-Id', '9']]), 'readable', true],
  [
    'a content type that no form has',
    ask(APP, 'PUT', '/orders/7', [['Content-Type', 'application/json']]),
    'readable',
    true,
  ],
  ['a header that is not allowed', ask(APP, 'PUT', '/orders/7', [['X-Other', '1']]), 'blocked', true],
  ['a method that is not allowed', ask(APP, 'DELETE', '/orders/7'), 'blocked', true],
  ['a preflight of a stranger', ask(STRANGER, 'PUT', '/orders/7', [['X-Request-Id', '9']]), 'blocked', true],
  ['credentials', ask(APP, 'PATCH', '/dashboard/theme', [['If-Match', '"1"']], true), 'readable', true],
  ['credentials that the policy does not have', ask(APP, 'PUT', '/orders/7', [], true), 'blocked', true],
  ['a request that the server refuses', ask(STRANGER, 'POST', '/dashboard/transfers'), 'blocked', false],
  ['what is closed to all', ask(APP, 'DELETE', '/dashboard/account', [], true), 'blocked', true],
  ['a path without a route', ask(APP, 'GET', '/nowhere?a=b'), 'readable', false],
  ['a path without a route, for a stranger', ask(STRANGER, 'GET', '/nowhere'), 'blocked', false],
  ['an opaque origin', ask('null', 'GET', '/orders'), 'blocked', false],
  [
    'versions that a preflight cannot tell apart',
    ask(APP, 'PUT', '/reports/2026', [['X-Api-Version', '1']]),
    'blocked',
    true,
  ],
];

function ask(
  origin: string,
  method: string,
  url: string,
  headers: FlowQuestion['headers'] = [],
  credentials = false,
): FlowQuestion {
  return { origin, method, url, headers, credentials };
}

export function queryOf({ origin, method, url, headers, credentials }: FlowQuestion): string {
  const query = new URLSearchParams({ origin, method, url, credentials: String(credentials) });
  for (const [name, value] of headers) query.append('header', `${name}: ${value}`);
  return query.toString();
}
