import type { IncomingHttpHeaders } from 'node:http';
import { type Origins, fill } from './origins.js';
import type { ScenarioAnswer, ScenarioPolicy } from './scenario.js';

/**
 * The answer of a server without this library, for a policy with which this library does not start.
 */
export function rawCorsHeaders(
  policy: ScenarioPolicy,
  request: IncomingHttpHeaders,
  kind: 'preflight' | 'actual',
  origins: Origins,
): NonNullable<ScenarioAnswer['headers']> {
  const { origin = '' } = request;
  const isAllowed =
    policy.origins === '*' || policy.origins.some(allowed => fill(allowed, origins) === origin);
  if (!isAllowed) return { Vary: 'Origin' };
  const { methods, headers, credentials, maxAge } = policy;
  const names = headers === 'reflect' ? [request['access-control-request-headers'] ?? ''] : [headers].flat();
  return {
    'Access-Control-Allow-Origin': policy.origins === '*' ? '*' : origin,
    ...(credentials === true ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    ...(kind === 'preflight' && methods.length > 0
      ? { 'Access-Control-Allow-Methods': methods.join(', ') }
      : {}),
    ...(kind === 'preflight' && names.length > 0 ? { 'Access-Control-Allow-Headers': names.join(', ') } : {}),
    ...(kind === 'preflight' && maxAge !== undefined ? { 'Access-Control-Max-Age': String(maxAge) } : {}),
    'Vary': 'Origin',
  };
}
