import { CLAUSES } from './clauses.js';
import { corsCheckFailure } from './cors-check.js';
import type { PreflightGrant } from './cors-preflight-cache.js';
import { extractDeltaSeconds, extractTokens } from './extract-header-list-values.js';
import {
  type FetchRequest,
  currentUrl,
  isRedirectTainted,
  isSameOrigin,
  serializeRequestOrigin,
} from './fetch-request.js';
import { type FetchResponse, type NetworkError, isNetworkError } from './fetch-response.js';
import type { Flow } from './flow.js';
import { HeaderList } from './header-list.js';
import { requestMetadata } from './fetch-metadata.js';
import { isCorsSafelistedMethod } from '../fetch/index.js';
import { isNonWildcardRequestHeaderName } from './request-headers.js';
import type { UserAgent } from './user-agent.js';

const PREFIX = "Response to preflight request doesn't pass access control check: ";

/**
 * Sends a preflight for a request, and caches the answer.
 *
 * @see https://fetch.spec.whatwg.org/#cors-preflight-fetch-0
 */
export async function corsPreflightFetch(
  request: FetchRequest,
  unsafeNames: readonly string[],
  agent: UserAgent,
  flow: Flow,
): Promise<NetworkError | undefined> {
  const url = currentUrl(request);
  const headers = preflightHeaders(request, unsafeNames, agent);
  const asked = `OPTIONS ${url.href} asks for ${request.method}${unsafeNames.length === 0 ? '' : ` with ${unsafeNames.join(', ')}`}`;
  const response = await agent.servers.send({ method: 'OPTIONS', url, headers });
  if (isNetworkError(response)) return flow.failed('preflight', response.error, response.clause);
  flow.exchanged('preflight', { method: 'OPTIONS', url, headers }, response);

  const answered = `${asked}: ${response.status}.`;
  const isChecked = agent.profile.checksPreflightsOfOwnOrigin || !isSameOrigin(request, url);
  const refusal = isChecked ? corsCheckFailure(request, response) : undefined;
  if (refusal !== undefined) return flow.failed('preflight', `${PREFIX}${refusal}`, CLAUSES.preflight);
  if (!isOkStatus(response.status))
    return flow.failed('preflight', `${PREFIX}${statusFailure(response)}`, CLAUSES.preflight);

  const grant = grantOf(request, response, agent);
  if ('refusal' in grant) return flow.failed('preflight', grant.refusal, CLAUSES.preflight);
  const failure = grantFailure(request, unsafeNames, grant, agent);
  const isCached = failure === undefined || agent.profile.cachesRefusedPreflights;
  if (isCached && isKept(request, agent)) agent.preflightCache.add(request, grant);
  if (failure !== undefined) return flow.failed('preflight', failure, CLAUSES.preflight);

  flow.passed('preflight', answered, CLAUSES.preflight);
  return undefined;
}

function isKept(request: FetchRequest, { profile }: UserAgent): boolean {
  return (
    !profile.cacheModesWithoutStoring.includes(request.cache) &&
    (profile.cachesForRedirectTainted || !isRedirectTainted(request))
  );
}

function preflightHeaders(
  request: FetchRequest,
  unsafeNames: readonly string[],
  { isSameSite, profile }: UserAgent,
): HeaderList {
  const headers = new HeaderList([
    ['Accept', '*/*'],
    ['Access-Control-Request-Method', request.method],
  ]);
  // An empty list is left out. It is never sent as an empty value.
  if (unsafeNames.length > 0) headers.append('Access-Control-Request-Headers', unsafeNames.join(','));
  headers.append('Origin', serializeRequestOrigin(request));
  for (const [name, value] of requestMetadata(request, 'preflight', profile, isSameSite))
    headers.append(name, value);
  return headers;
}

/**
 * The permissions of an answer. If `Access-Control-Allow-Methods` or `-Headers` does not parse, the
 * answer allows nothing.
 */
function grantOf(
  request: FetchRequest,
  { headers }: FetchResponse,
  { profile }: UserAgent,
): PreflightGrant | { readonly refusal: string } {
  const methods = extractTokens('Access-Control-Allow-Methods', headers);
  const headerNames = extractTokens('Access-Control-Allow-Headers', headers);
  if (methods === 'failure') return { refusal: unparsable('Access-Control-Allow-Methods') };
  if (headerNames === 'failure') return { refusal: unparsable('Access-Control-Allow-Headers') };

  const implied = request.useCorsPreflight && profile.uploadListenerGrantsMethod ? [request.method] : [];
  const seconds = profile.maxAge(
    extractDeltaSeconds('Access-Control-Max-Age', headers),
    headers.get('Access-Control-Max-Age') ?? '',
  );
  return {
    methods: methods === 'absent' ? implied : methods,
    headerNames: headerNames === 'absent' ? [] : headerNames,
    maxAge: Math.min(seconds, profile.maxAgeLimit),
  };
}

function grantFailure(
  { method, headers, credentials }: FetchRequest,
  unsafeNames: readonly string[],
  { methods, headerNames }: PreflightGrant,
  { profile }: UserAgent,
): string | undefined {
  const wildcards = credentials !== 'include';
  if (!methods.includes(method) && !isCorsSafelistedMethod(method) && !(wildcards && methods.includes('*')))
    return `Method ${method} is not allowed by Access-Control-Allow-Methods in preflight response.`;

  const allowed = headerNames.map(name => name.toLowerCase());
  const spared = profile.wildcardSparesAuthorization
    ? headers.names().filter(isNonWildcardRequestHeaderName)
    : [];
  const refused =
    spared.find(name => !allowed.includes(name)) ??
    unsafeNames.find(name => !allowed.includes(name) && !(wildcards && allowed.includes('*')));
  return refused === undefined
    ? undefined
    : `Request header field ${refused} is not allowed by Access-Control-Allow-Headers in preflight response.`;
}

function statusFailure({ status }: FetchResponse): string {
  return status >= 300 && status <= 399
    ? 'Redirect is not allowed for a preflight request.'
    : `It does not have HTTP ok status, but ${status}.`;
}

function unparsable(name: string): string {
  return `Cannot parse ${name} response header field in preflight response.`;
}

/** @see https://fetch.spec.whatwg.org/#ok-status */
function isOkStatus(status: number): boolean {
  return status >= 200 && status <= 299;
}
