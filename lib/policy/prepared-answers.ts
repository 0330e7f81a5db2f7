import { isForbiddenMethod, isToken } from '../fetch/index.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { HeaderNameList } from './header-names.js';
import { type RequestedHeaders, parseRequestedHeaders } from './requested-headers.js';

/** The policies that may answer the request which a preflight announces. */
export interface PreflightPolicies {
  /**
   * Distinct, never empty. More than one where a preflight cannot tell which of them will answer: then all must allow.
   */
  readonly policies: readonly CompiledPolicy[];
  /** The methods of that path which these same policies answer, the requested one among them. */
  readonly methods: readonly string[];
}

/** A response header. */
export type HeaderLine = readonly [name: string, value: string];

const WILDCARD = '*';

/**
 * Lists of requested headers that were seen to be allowed, kept for each combination: browsers send few different ones, and short. A client can
 * ask for the same in any number of ways, on every route: 4 KB of them are kept at the most.
 */
const MAX_KNOWN_LISTS = 16;
const MAX_KNOWN_LENGTH = 256;

/** What preflights for the same policies and methods have in common, made ready: a request only adds its origin. */
export class PreparedAnswers implements PreflightPolicies {
  readonly policies: readonly CompiledPolicy[];
  readonly methods: readonly string[];
  readonly vary: string;
  /** The methods that all policies permit. */
  readonly permitted: readonly string[];
  /** Whether all policies allow any origin, so that the answer does not name one. */
  readonly anyOrigin: boolean;
  readonly status: 200 | 204;
  private readonly beforeHeaders: readonly HeaderLine[];
  private readonly afterHeaders: readonly HeaderLine[];
  private readonly withoutHeaders: readonly HeaderLine[];
  // By the value of Access-Control-Request-Headers as it was sent.
  private readonly known = new Map<string, readonly HeaderLine[]>();

  constructor({ policies, methods }: PreflightPolicies) {
    this.policies = policies;
    this.methods = methods;
    const maxAge = smallestMaxAge(policies);
    this.vary = varyOf(policies);
    this.permitted = methods.filter(
      method => isMethod(method) && policies.every(policy => allowsMethod(policy, method)),
    );
    this.anyOrigin = policies.every(policy => policy.origin.allowsAny);
    this.status = successStatus(policies);
    this.beforeHeaders = [
      ...(policies.every(policy => policy.credentials)
        ? ([['Access-Control-Allow-Credentials', 'true']] as const)
        : []),
      ...listHeader('Access-Control-Allow-Methods', this.permitted.join(',')),
    ];
    this.afterHeaders = maxAge === undefined ? [] : [['Access-Control-Max-Age', String(maxAge)]];
    this.withoutHeaders = [...this.beforeHeaders, ...this.afterHeaders];
  }

  /** Whether there is anybody to allow something: that all of no policies allow it would allow everything. */
  get isEmpty(): boolean {
    return this.policies.length === 0;
  }

  /** The lines of an allowed answer behind the origin's, or why the requested headers are refused. */
  allowedLines(value: string | undefined): readonly HeaderLine[] | PreflightHeadersRefusal {
    if (value === undefined) return this.withoutHeaders;
    const known = this.known.get(value);
    if (known !== undefined) return known;

    const requested = parseRequestedHeaders(value);
    const refusal = this.headersRefusal(requested);
    if (refusal !== undefined) return refusal;
    const lines = [...this.beforeHeaders, ...this.headersLine(requested), ...this.afterHeaders];
    if (this.known.size < MAX_KNOWN_LISTS && value.length <= MAX_KNOWN_LENGTH) this.known.set(value, lines);
    return lines;
  }

  /** The lines that are true although the preflight is refused; a browser keeps nothing of them. */
  explainingLines(value: string | undefined): readonly HeaderLine[] {
    return [...this.beforeHeaders, ...this.headersLine(parseRequestedHeaders(value))];
  }

  private headersRefusal(requested: RequestedHeaders): PreflightHeadersRefusal | undefined {
    if ('rejected' in requested) return { cause: `headers-${requested.rejected}` };
    const names = [...requested.names].filter(name => !this.allAllowHeader(name));
    return names.length === 0 ? undefined : { cause: 'headers', names };
  }

  /** The names that all policies allow, where any were asked for; for `'*'` the names asked for, which covers Authorization. */
  private headersLine(requested: RequestedHeaders): readonly HeaderLine[] {
    if ('rejected' in requested || requested.names.size === 0) return [];
    const lists = this.policies.flatMap(({ allowedHeaders }) =>
      allowedHeaders === '*' ? [] : [allowedHeaders],
    );
    const [first, ...others] = lists;
    const value =
      first === undefined
        ? [...requested.names].filter(name => this.allAllowHeader(name)).join(',')
        : intersection(first, others);
    return listHeader('Access-Control-Allow-Headers', value);
  }

  private allAllowHeader(name: string): boolean {
    return this.policies.every(policy => allowsHeader(policy, name));
  }
}

/** Why the headers that a preflight asks for are refused. */
export type PreflightHeadersRefusal =
  | { readonly cause: 'headers'; readonly names: readonly string[] }
  | { readonly cause: 'headers-malformed' | 'headers-too-long' };

/**
 * What may stand in the answer. The requested method comes from outside: as `PUT, GET` (two lines, joined) or `*`, it would
 * be answered with more than was asked for. A browser never sends a forbidden method, which some routers serve all the same.
 */
function isMethod(method: string): boolean {
  return method !== WILDCARD && isToken(method) && !isForbiddenMethod(method);
}

function allowsMethod({ methods }: CompiledPolicy, method: string): boolean {
  return methods?.has(method) ?? true;
}

function varyOf(policies: readonly CompiledPolicy[]): string {
  const preflight = 'Access-Control-Request-Method, Access-Control-Request-Headers';
  return policies.some(policy => policy.origin.dependsOnOrigin) ? `Origin, ${preflight}` : preflight;
}

function allowsHeader({ allowedHeaders, credentials }: CompiledPolicy, name: string): boolean {
  if (allowedHeaders !== '*') return allowedHeaders.names.has(name);
  // A header can bear that name, but an answer to a request with credentials never does.
  return !(credentials && name === WILDCARD);
}

function listHeader(name: string, value: string): readonly HeaderLine[] {
  return value === '' ? [] : [[name, value]];
}

function intersection(first: HeaderNameList, others: readonly HeaderNameList[]): string {
  if (others.length === 0) return first.value;
  return [...first.names].filter(name => others.every(({ names }) => names.has(name))).join(',');
}

/** An absent max-age is five seconds to a browser; that is sent as nothing. https://fetch.spec.whatwg.org/#http-access-control-max-age */
function smallestMaxAge(policies: readonly CompiledPolicy[]): number | undefined {
  const browserDefault = 5;
  const ages = policies.map(({ maxAge }) => maxAge ?? browserDefault);
  const smallest = Math.min(...ages);
  return policies.some(({ maxAge }) => maxAge === smallest) ? smallest : undefined;
}

/** Of several, 200: who asks for it has clients that stumble over 204, and no client stumbles over 200. */
function successStatus(policies: readonly CompiledPolicy[]): 200 | 204 {
  return policies.some(policy => policy.optionsSuccessStatus === 200) ? 200 : 204;
}
