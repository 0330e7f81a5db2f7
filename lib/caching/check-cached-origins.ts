import {
  type EntryCheck,
  type Finding,
  type PolicyProblem,
  type WholeNumbers,
  checkEntries,
  checkWholeNumber,
  describeValue,
  isPlainObject,
  isResolverType,
  nearestName,
  problemsOf,
} from '../policy/index.js';
import type { CachedOriginsOptions } from './cached-origins-options.js';

/** The longest delay of a Node.js timer. */
const LONGEST = 2_147_483_647;

const TTL: WholeNumbers = { what: 'milliseconds', least: 1, most: LONGEST, example: 30_000 };
const MAX_ENTRIES: WholeNumbers = { what: 'answers', least: 1, most: 1_000_000, example: 10_000 };
const STALE: WholeNumbers = { what: 'milliseconds', least: 0, most: LONGEST, example: 60_000 };
const TIMEOUT: WholeNumbers = { what: 'milliseconds', least: 1, most: LONGEST, example: 2_000 };

const CHECKS: Readonly<Record<keyof CachedOriginsOptions, EntryCheck>> = {
  ttl: value => checkWhole('ttl', value, TTL),
  maxEntries: value => checkWhole('maxEntries', value, MAX_ENTRIES),
  staleWhileError: value => checkWhole('staleWhileError', value, STALE),
  timeout: value => checkWhole('timeout', value, TIMEOUT),
  key: value => problemsOf('key', value, checkKey(value)),
};
const NAMES = Object.keys(CHECKS);
const RULES = { checks: new Map(Object.entries(CHECKS)), explainUnknown };

// Names of the same options in other caches.
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['max', 'maxEntries'],
  ['maxage', 'ttl'],
  ['staleiferror', 'staleWhileError'],
]);

/** All problems of the arguments of `cachedOrigins()`. */
export function checkCachedOrigins(resolver: unknown, options: unknown): PolicyProblem[] {
  return [...problemsOf('resolver', resolver, checkResolver(resolver)), ...checkOptions(options)];
}

function checkResolver(resolver: unknown): Finding | undefined {
  if (typeof resolver === 'function') return undefined;
  return {
    reason: `${describeValue(resolver)} is neither a resolver class nor a predicate`,
    suggestion: 'pass a resolver class that a module provides, or a function (origin, request) => boolean',
  };
}

function checkOptions(options: unknown): PolicyProblem[] {
  if (!isPlainObject(options)) {
    return problemsOf('options', options, {
      reason: `${describeValue(options)} is not a plain object with options of cachedOrigins()`,
      suggestion: 'write an object such as { ttl: 30_000 }',
    });
  }
  const missing: Finding = {
    reason: 'ttl is missing, and it has no default',
    suggestion:
      'write ttl: 30_000, or another number of milliseconds for which a revoked origin may still be allowed',
  };
  return [
    ...problemsOf('ttl', options.ttl, options.ttl === undefined ? missing : undefined),
    ...checkEntries(RULES, options),
  ];
}

function checkWhole(name: string, value: unknown, limits: WholeNumbers): PolicyProblem[] {
  return problemsOf(name, value, checkWholeNumber(name, value, limits));
}

function checkKey(value: unknown): Finding | undefined {
  if (typeof value === 'function' && !isResolverType(value)) return undefined;
  return {
    reason: `${typeof value === 'function' ? 'a class' : describeValue(value)} is not a function that returns a key`,
    suggestion: 'write a function such as (origin, request) => tenantOf(request)',
  };
}

function explainUnknown(name: string): Finding {
  const meant = nearestName(name, NAMES, OTHER_WORDS);
  return {
    reason: `cachedOrigins() has no option ${describeValue(name)}`,
    suggestion: meant === undefined ? `leave it out; the options are ${NAMES.join(', ')}` : `write ${meant}`,
  };
}
