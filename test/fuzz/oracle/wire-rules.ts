import { type RawResponse, valuesOf } from '../wire/raw-response.js';

// The headers that the library, the platforms and the applications send. Any other one is a fault.
const KNOWN_HEADERS: ReadonlySet<string> = new Set([
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'allow',
  'cache-control',
  'connection',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'etag',
  'expires',
  'keep-alive',
  'location',
  'pragma',
  'transfer-encoding',
  'vary',
  'x-accel-buffering',
  'x-content-type-options',
  'x-policy',
  'x-powered-by',
]);
const MAY_REPEAT: ReadonlySet<string> = new Set(['cache-control']);
const TOKENS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(, ?[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;

/** The faults that HTTP and Fetch forbid in any response, for any request. */
export function wireProblems({ headers }: RawResponse): string[] {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (!KNOWN_HEADERS.has(key)) problems.push(`unexpected header ${name}`);
    if (seen.has(key) && !MAY_REPEAT.has(key)) problems.push(`repeated header ${name}`);
    seen.add(key);
    if (isCors(key)) problems.push(...corsHeaderProblems(key, value));
  }
  const [allowOrigin] = valuesOf(headers, 'access-control-allow-origin');
  if (allowOrigin === '*' && seen.has('access-control-allow-credentials'))
    problems.push('credentials with *');
  if (allowOrigin === undefined && [...seen].some(isCors)) problems.push('CORS headers without Allow-Origin');
  const vary = members(valuesOf(headers, 'vary').join(','));
  if (new Set(vary).size !== vary.length) problems.push(`Vary repeats itself: ${vary.join(',')}`);
  return problems;
}

function corsHeaderProblems(name: string, value: string): string[] {
  const isFine =
    name === 'access-control-allow-origin'
      ? /^[\x21-\x7e]+$/.test(value) && !value.includes(',')
      : name === 'access-control-allow-credentials'
        ? value === 'true'
        : name === 'access-control-max-age'
          ? /^[0-9]+$/.test(value)
          : TOKENS.test(value);
  return isFine ? [] : [`malformed ${name}: ${JSON.stringify(value.slice(0, 200))}`];
}

function isCors(name: string): boolean {
  return name.startsWith('access-control-');
}

/** The members of a list header in lower case; empty ones count. */
export function members(value: string): string[] {
  return value === ''
    ? []
    : value.split(',').map(member => member.replace(/^[ \t]+|[ \t]+$/g, '').toLowerCase());
}

/** The CORS headers of a response, by name in lower case. */
export function corsHeaders({ headers }: RawResponse): Map<string, string> {
  return new Map(
    headers.map(([name, value]) => [name.toLowerCase(), value] as const).filter(([name]) => isCors(name)),
  );
}

export function varyOf({ headers }: RawResponse): Set<string> {
  return new Set(members(valuesOf(headers, 'vary').join(',')));
}
