import type { FetchResponse } from '../../browser/index.js';
import { ALLOW_CREDENTIALS, ALLOW_ORIGIN, allowedOrigin } from './cors-headers.js';
import type { Finding } from './finding.js';
import { isOrigin } from './header-findings.js';
import type { Observation } from './observation.js';

const SCHEME_OR_WWW = /^https?:\/\/(?:www\.)?|:\d+$/g;

/**
 * Why a response with one `Access-Control-Allow-Origin` does not let the page read. It is empty if
 * headerFindings() names the cause.
 *
 * @param where as in `The answer to the preflight`
 */
export function mismatchFinding({ asked }: Observation, answer: FetchResponse, where: string): Finding[] {
  const allowed = allowedOrigin(answer);
  const credentials = answer.headers.get(ALLOW_CREDENTIALS);
  if (allowed === undefined || allowed.includes(',')) return [];
  if (allowed === '*' ? credentials === 'true' : !isOrigin(allowed)) return [];
  const blocked = { blocks: true } as const;
  if (allowed === '*' && asked.credentials)
    return [
      {
        code: 'credentials-with-wildcard',
        who: 'page',
        what: `The page sends credentials, and ${where.toLowerCase()} allows any origin, '*'. Browsers refuse '*' with credentials.`,
        change: `Send the request without credentials, or let the server name ${asked.origin} and send ${ALLOW_CREDENTIALS}.`,
        ...blocked,
      },
    ];
  if (allowed !== '*' && allowed !== asked.origin)
    return [
      {
        code: 'origin-not-allowed',
        who: 'application',
        what: `${where} has ${ALLOW_ORIGIN} '${allowed}', and the page's origin is '${asked.origin}'.${nearMiss(allowed, asked.origin)}`,
        change: `If the page should have access, allow ${asked.origin} in the policy.`,
        ...blocked,
      },
    ];
  if (!asked.credentials || (credentials !== undefined && credentials !== 'false')) return [];
  return [
    {
      code: 'credentials-not-allowed',
      who: 'application',
      what: `The page sends credentials, and ${where.toLowerCase()} has no ${ALLOW_CREDENTIALS} 'true'.`,
      change:
        'If the page should send its cookies, set credentials: true in the policy. Otherwise, send the request without credentials.',
      ...blocked,
    },
  ];
}

function nearMiss(allowed: string, origin: string): string {
  const core = (text: string) => text.toLowerCase().replace(/\/$/, '').replace(SCHEME_OR_WWW, '');
  return core(allowed) === core(origin) ? ' They differ only in spelling, scheme, port or www.' : '';
}
