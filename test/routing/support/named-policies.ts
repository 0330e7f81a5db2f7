import type { CorsPolicyOptions } from 'nestjs-cors-policy';
import { type HttpHeaders, members, preflight, send } from '../../e2e/support/http.js';

export const ORIGIN = 'https://app.example';
const COMMON_HEADER = 'x-common';

/** A policy that answers tell by its name. */
export function named(name: string): CorsPolicyOptions {
  return { origin: ORIGIN, exposedHeaders: [name], allowedHeaders: [COMMON_HEADER, name] };
}

/** The names of the policies that a request and its preflight get. */
export interface PoliciesOfRequest {
  readonly actual: string;
  /**
   * Empty if the request is refused. `x-common` if several policies decide, which have nothing else
   * in common.
   */
  readonly preflight: string;
}

/** Sends a request, `GET /cats`, and the preflight that announces it. */
export async function policiesOf(
  url: string,
  request: string,
  headers: HttpHeaders = {},
): Promise<PoliciesOfRequest> {
  const [method = '', path = ''] = request.split(' ');
  const actual = await send(url, method, path, { Origin: ORIGIN, ...headers });
  const { Host: host } = headers;
  const answer = await preflight(url, path, {
    origin: ORIGIN,
    method,
    headers: COMMON_HEADER,
    ...(typeof host === 'string' ? { Host: host } : {}),
  });
  const allowed = members(answer.headers['access-control-allow-headers']);
  const own = allowed.filter(name => name !== COMMON_HEADER);
  return {
    actual: members(actual.headers['access-control-expose-headers']).join(),
    preflight: (own.length > 0 ? own : allowed).join(),
  };
}

/** The same policy for both. */
export function both(name: string): PoliciesOfRequest {
  return { actual: name, preflight: name };
}

/**
 * A policy for the request. Its preflight is allowed only as far as another policy also allows it.
 */
export function shared(name: string): PoliciesOfRequest {
  return { actual: name, preflight: COMMON_HEADER };
}
