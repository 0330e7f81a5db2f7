import { isForbiddenMethod, isToken } from '../fetch/index.js';
import type { CompiledPolicy } from './compiled-policy.js';
import type { HeaderNameList } from './header-names.js';
import { type RequestedHeaders, parseRequestedHeaders } from './requested-headers.js';

/** The policies of the routes that can answer the actual request of a preflight. */
export interface PreflightPolicies {
  /**
   * Distinct policies, at least one. There are several if a preflight does not determine the route.
   * All of them must then allow the request.
   */
  readonly policies: readonly CompiledPolicy[];
  /**
   * The methods of the path to which the same policies apply. They include the requested method.
   */
  readonly methods: readonly string[];
}

/** A response header. */
export type HeaderLine = readonly [name: string, value: string];

const WILDCARD = '*';

/**
 * The limit of allowed `Access-Control-Request-Headers` values that a plan keeps. Browsers send few
 * and short values. Clients can send the same names in many spellings, so a plan keeps at most 4
 * KB.
 */
const MAX_KNOWN_LISTS = 16;
const MAX_KNOWN_LENGTH = 256;

/**
 * The parts of an answer that all preflights for the same policies and methods share. A request
 * only adds its origin.
 */
export class PreparedAnswers implements PreflightPolicies {
  readonly policies: readonly CompiledPolicy[];
  readonly methods: readonly string[];
  readonly vary: string;
  /** The methods that all policies allow. */
  readonly permitted: readonly string[];
  /** Whether all policies allow any origin, so that the answer has `*`. */
  readonly anyOrigin: boolean;
  readonly status: 200 | 204;
  private readonly beforeHeaders: readonly HeaderLine[];
  private readonly afterHeaders: readonly HeaderLine[];
  private readonly withoutHeaders: readonly HeaderLine[];
  // By the value of Access-Control-Request-Headers.
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

  /**
   * Whether there are no policies. `every()` would be true for each check then, and allow
   * everything.
   */
  get isEmpty(): boolean {
    return this.policies.length === 0;
  }

  /**
   * The headers of an allowed answer after the origin, or the reason why requested headers are
   * refused.
   */
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

  /**
   * The headers of the policy for a refused preflight. There is no max-age, because browsers do not
   * cache it.
   */
  explainingLines(value: string | undefined): readonly HeaderLine[] {
    return [...this.beforeHeaders, ...this.headersLine(parseRequestedHeaders(value))];
  }

  private headersRefusal(requested: RequestedHeaders): PreflightHeadersRefusal | undefined {
    if ('rejected' in requested) return { cause: `headers-${requested.rejected}` };
    const names = [...requested.names].filter(name => !this.allAllowHeader(name));
    return names.length === 0 ? undefined : { cause: 'headers', names };
  }

  /**
   * The header names that all policies allow, if the preflight asks for any. For `'*'`, the
   * requested names, because `*` does not include Authorization.
   */
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
 * Whether a method can be in the answer. The client chooses the requested method. `PUT, GET` (two
 * joined lines) or `*` would allow more than one method. Browsers never send forbidden methods, but
 * some routers serve them.
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
  // With credentials, `*` in the answer is a header name, not a wildcard. It is then not allowed.
  return !(credentials && name === WILDCARD);
}

function listHeader(name: string, value: string): readonly HeaderLine[] {
  return value === '' ? [] : [[name, value]];
}

function intersection(first: HeaderNameList, others: readonly HeaderNameList[]): string {
  if (others.length === 0) return first.value;
  return [...first.names].filter(name => others.every(({ names }) => names.has(name))).join(',');
}

/**
 * The smallest max-age; `undefined` if that is the default of browsers, which is 5 seconds.
 *
 * @see https://fetch.spec.whatwg.org/#http-access-control-max-age
 */
function smallestMaxAge(policies: readonly CompiledPolicy[]): number | undefined {
  const browserDefault = 5;
  const ages = policies.map(({ maxAge }) => maxAge ?? browserDefault);
  const smallest = Math.min(...ages);
  return policies.some(({ maxAge }) => maxAge === smallest) ? smallest : undefined;
}

/**
 * The status of several policies is 200 if one has 200: some clients do not accept 204, but all
 * accept 200.
 */
function successStatus(policies: readonly CompiledPolicy[]): 200 | 204 {
  return policies.some(policy => policy.optionsSuccessStatus === 200) ? 200 : 204;
}
