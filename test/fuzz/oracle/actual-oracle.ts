import type { RawResponse } from '../wire/raw-response.js';
import { type NaivePolicy, allowsOrigin } from './naive-policies.js';
import { differs } from './preflight-oracle.js';
import { corsHeaders, varyOf } from './wire-rules.js';

export interface ActualFacts {
  /** Absent where none was sent. */
  readonly origin: string | undefined;
  /** Whether the request says that it comes from the server's own pages. */
  readonly isSameOrigin: boolean;
}

/** The faults of an actual response, if this is the policy of its handler. */
export function actualProblems(
  response: RawResponse,
  { origin, isSameOrigin }: ActualFacts,
  policy: NaivePolicy,
): string[] {
  const headers = corsHeaders(response);
  const allowed = origin !== undefined && allowsOrigin(policy, origin);
  const named = policy.origin === '*' || allowed;
  const problems = [
    ...differs(
      'access-control-allow-origin',
      headers,
      policy.origin === '*' ? '*' : allowed ? origin : undefined,
    ),
    ...differs(
      'access-control-allow-credentials',
      headers,
      allowed && policy.credentials ? 'true' : undefined,
    ),
    ...differs('access-control-expose-headers', headers, named ? policy.exposed : undefined),
    ...differs('access-control-allow-methods', headers, undefined),
    ...differs('access-control-allow-headers', headers, undefined),
    ...differs('access-control-max-age', headers, undefined),
  ];
  const varies = varyOf(response).has('origin');
  if (varies !== (typeof policy.origin === 'function'))
    problems.push(varies ? 'varies by Origin' : 'does not vary by Origin');
  const refused = policy.enforce && origin !== undefined && !allowed && !isSameOrigin;
  if (refused !== (response.status === 403))
    problems.push(`${refused ? 'refused' : 'not refused'}, but ${response.status}`);
  return problems;
}

/** Whether a response says nothing of CORS at all. */
export function isSilent(response: RawResponse): boolean {
  return corsHeaders(response).size === 0 && !varyOf(response).has('origin');
}
