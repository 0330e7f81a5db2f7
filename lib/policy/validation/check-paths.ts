import { UNMANAGED } from '../path-policy.js';
import type { PolicyProblem } from '../policy-problem.js';
import { describeValue, quote } from './describe-value.js';
import { type Finding, problemsOf } from './finding.js';
import { isPlainObject } from './value-kinds.js';

const FIELD = 'paths';
const KEYS = "an exact path such as '/search', or everything below one such as '/fonts/*'";
const VALUES =
  "write the name of a policy, false, an object of policy options, a list such as ['open', { maxAge: 600 }], or 'unmanaged'";

/**
 * The characters of a URL path that are not encoded:
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.3
 */
const UNENCODED = /^[\w\-.~!$&'()*+,;=:@/]$/;
const ESCAPE = /%[\da-f]{2}/gi;

/**
 * Checks the keys of `paths` and the shape of its values. `checkPolicyOptions` checks the policies
 * in them.
 */
export function checkPaths(value: unknown): PolicyProblem[] {
  if (!isPlainObject(value)) {
    return problemsOf(FIELD, value, {
      reason: `${describeValue(value)} is not a plain object that maps paths to policies`,
      suggestion: "write an object such as { '/fonts/*': 'open' }",
    });
  }
  return Object.entries(value).flatMap(([key, policy]) => [
    ...problemsOf(FIELD, key, checkPathKey(key)),
    ...problemsOf(`${FIELD}[${quote(key)}]`, policy, checkPathPolicy(policy)),
  ]);
}

/** Checks a key. Keys are compared with the paths of requests, so they have the same encoding. */
export function checkPathKey(key: string): Finding | undefined {
  if (!key.startsWith('/')) {
    return { reason: 'a key must begin with a slash', suggestion: suggestedKey(`/${key}`) };
  }
  const query = key.search(/[?#]/);
  if (query !== -1) {
    return {
      reason: 'a key is a path, without a query or a fragment',
      suggestion: suggestedKey(key.slice(0, query)),
    };
  }
  const literal = key.replace(/\/\*$/, '');
  const segments = literal.split('/').slice(1);
  if (literal.includes('*')) {
    return {
      reason: '* can only be the last segment of a key, where it matches everything below the path',
      suggestion: suggestedKey(`${key.slice(0, key.indexOf('*')).replace(/[^/]*$/, '')}*`),
    };
  }
  if (segments.some(segment => segment.startsWith(':'))) {
    return {
      reason: 'keys do not support parameters',
      suggestion: suggestedKey(`${key.slice(0, key.indexOf(':'))}*`),
    };
  }
  if (segments.some(isDotSegment)) {
    return { reason: 'clients resolve dot segments before they send a path', suggestion: `write ${KEYS}` };
  }
  if (key.includes('//')) {
    const joined = key.replace(/\/{2,}/g, '/');
    return { reason: 'the key has an empty segment', suggestion: suggestedKey(joined) };
  }
  return checkEncoding(key);
}

function checkEncoding(key: string): Finding | undefined {
  const text = key.replace(ESCAPE, '');
  if (text.includes('%')) {
    return { reason: '% is not followed by two hexadecimal digits', suggestion: 'write %25 for %' };
  }
  const [raw] = /[^\w\-.~!$&'()*+,;=:@/]/u.exec(text) ?? [];
  if (raw !== undefined) {
    return {
      reason: `${describeValue(raw)} is percent-encoded in requests`,
      suggestion: suggestedKey(key.replace(/[^\w\-.~!$&'()*+,;=:@/%]+/gu, encodeURIComponent)),
    };
  }
  const needless = Array.from(key.matchAll(ESCAPE), ([escape]) => escape).find(isNeedless);
  if (needless !== undefined) {
    return {
      reason: `${needless} is not needed: clients send ${describeValue(decodeURIComponent(needless))} as it is`,
      suggestion: suggestedKey(
        key.replace(ESCAPE, escape => (isNeedless(escape) ? decodeURIComponent(escape) : escape)),
      ),
    };
  }
  return undefined;
}

function isNeedless(escape: string): boolean {
  const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
  return character !== '/' && UNENCODED.test(character);
}

function isDotSegment(segment: string): boolean {
  return /^(?:\.|%2e){1,2}$/i.test(segment);
}

/** Suggests a key if it is valid, and otherwise the valid forms of keys. */
function suggestedKey(key: string): string {
  return checkPathKey(key) === undefined ? `write ${quote(key)}` : `write ${KEYS}`;
}

/** Checks the shape of a value. */
export function checkPathPolicy(value: unknown): Finding | undefined {
  if (value === false || typeof value === 'string' || isPlainObject(value)) return undefined;
  if (value === undefined) {
    return {
      reason: 'undefined is not a policy. Perhaps an environment variable is not set',
      suggestion: VALUES,
    };
  }
  if (!Array.isArray(value)) return { reason: `${describeValue(value)} is not a policy`, suggestion: VALUES };
  const [name, options, ...more] = value as readonly unknown[];
  if (name === UNMANAGED) {
    return {
      reason: "'unmanaged' leaves the path to the application, so it takes no options",
      suggestion: "write 'unmanaged' alone",
    };
  }
  if (typeof name === 'string' && isPlainObject(options) && more.length === 0) return undefined;
  return { reason: 'a list must contain the name of a policy and an object of options', suggestion: VALUES };
}
