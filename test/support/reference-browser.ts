import type { PreflightAnswer } from '../../lib/policy/index.js';

/** A request for which a browser sends a preflight first. */
export interface AnnouncedRequest {
  readonly origin: string;
  readonly method: string;
  /** The CORS-unsafe request-header names, in lower case. */
  readonly unsafeHeaders: readonly string[];
  readonly credentials: 'omit' | 'include';
  /** Whether the request has upload listeners, and is preflighted for that. */
  readonly uploadListener: boolean;
}

/**
 * Whether a browser goes on after the answer to a preflight, step by step as the standard says.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export function browserGoesOn(answer: PreflightAnswer, request: AnnouncedRequest): boolean {
  const headers = new Map(answer.headers);
  if (!passesCorsCheck(headers, request) || answer.status > 299) return false;
  const wildcards = request.credentials === 'omit';

  const methods =
    listed(headers.get('Access-Control-Allow-Methods')) ?? (request.uploadListener ? [request.method] : []);
  const safelisted = ['GET', 'HEAD', 'POST'].includes(request.method);
  if (!methods.includes(request.method) && !safelisted && !(wildcards && methods.includes('*'))) return false;

  const names = (listed(headers.get('Access-Control-Allow-Headers')) ?? []).map(name => name.toLowerCase());
  if (request.unsafeHeaders.includes('authorization') && !names.includes('authorization')) return false;
  return request.unsafeHeaders.every(name => names.includes(name) || (wildcards && names.includes('*')));
}

/** @see https://fetch.spec.whatwg.org/#concept-cors-check */
function passesCorsCheck(
  headers: ReadonlyMap<string, string>,
  { origin, credentials }: AnnouncedRequest,
): boolean {
  const allowed = headers.get('Access-Control-Allow-Origin');
  if (credentials === 'omit' && allowed === '*') return true;
  if (allowed !== origin) return false;
  return credentials === 'omit' || headers.get('Access-Control-Allow-Credentials') === 'true';
}

function listed(value: string | undefined): string[] | undefined {
  return value?.split(',').map(member => member.trim());
}
