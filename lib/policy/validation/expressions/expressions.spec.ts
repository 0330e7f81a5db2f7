import { compileOriginMatcher } from '../../origin-matcher.js';
import { checkEffectivePolicy, checkPolicyOptions, policyWarnings } from '../index.js';
import { analyseExpression } from './expression-analysis.js';
import { automatonOf } from './expression-automaton.js';
import { parsePattern } from './expression-tree.js';
import { originSteps } from './matching-steps.js';

const withCredentials = (origin: RegExp, dangerously = {}): readonly string[] =>
  checkEffectivePolicy({ origin, credentials: true, dangerously }).map(({ reason }) => reason);

const names = (rule: RegExp, scheme = 'https'): readonly string[] => {
  const found = analyseExpression(rule)?.schemes?.find(each => each.scheme === scheme);
  return [...(found?.names ?? [])].sort();
};

describe('the domains that an expression gives', () => {
  it.each<[rule: RegExp, domains: readonly string[]]>([
    [/^https:\/\/app\.example\.com$/, ['example.com']],
    [/^https:\/\/app\.example\.com\.$/, ['example.com']],
    [/^https:\/\/example\.com\.?(:\d+)?$/, ['example.com']],
    [/^https:\/\/(a|b)\.(?:c\.)?example\.(com|co\.uk)$/, ['example.co.uk', 'example.com']],
    [
      /^https:\/\/example\.(c|o){3}$/,
      [
        'example.ccc',
        'example.cco',
        'example.coc',
        'example.coo',
        'example.occ',
        'example.oco',
        'example.ooc',
        'example.ooo',
      ],
    ],
    [/^https:\/\/example\.com(?:\.au)?:8080$/, ['example.com', 'example.com.au']],
    [/^https:\/\/(?:a\.)?localhost$/, ['localhost']],
    [/^https:\/\/intranet$/, ['intranet']],
    [/^https:\/\/github\.io$/, ['github.io']],
    [/^https:\/\/(?:a\.)?s3\.amazonaws\.com$/, ['a.s3.amazonaws.com', 'amazonaws.com', 's3.amazonaws.com']],
    [/^https:\/\/[ab]{0}example\.com$/, ['example.com']],
    [/^https:\/\/x{65}\.example\.com$/, ['example.com']],
  ])('of %s', (rule, domains) => {
    expect(names(rule)).toEqual(domains);
  });

  it.each([
    /^https:\/\/[a-z]{3}x\.com$/,
    /^https:\/\/[a-z]{3}$/,
    /^https:\/\/(?:[a-z]{3}\.)example\d\.com\.(?:au|[a-z]{3})$/,
  ])('of %s are more than a list can contain', rule => {
    expect(withCredentials(rule)).toEqual([expect.stringMatching(/more domains/)]);
  });

  it.each([/^https:\/\/\[[0-9a-f:]+\]$/, /^https:\/\/10\.\d+\.0\.1$/])(
    'of %s are addresses without a list',
    rule => {
      expect(withCredentials(rule)).toEqual([expect.stringMatching(/more addresses/)]);
    },
  );
});

describe('what an expression matches with other schemes', () => {
  it('has no domains and no addresses', () => {
    expect(analyseExpression(/^app:\/\/127\.0\.0\.1$/)?.schemes).toEqual([
      {
        scheme: 'app',
        names: new Set(),
        suffixes: new Set(),
        open: new Set(),
        addresses: [],
        addressesAreListed: true,
        example: 'app://127.0.0.1',
      },
    ]);
  });

  it('may be no host', () => {
    expect(analyseExpression(/^(?:app:\/\/|app:\/\/x)$/)?.schemes?.[0]?.example).toBe('app://');
  });
});

describe('permissions', () => {
  it.each<[rule: RegExp, flag: string]>([
    [/^https:\/\/[a-z]+\.github\.io$/, 'allowPublicSuffixSubdomains'],
    [/^https:\/\/.*\.amazonaws\.com$/, 'allowPublicSuffixSubdomains'],
    [/^http:\/\/.*\.example\.com$/, 'allowInsecureOrigins'],
  ])('%s needs %s', (rule, flag) => {
    expect(withCredentials(rule)).toHaveLength(1);
    expect(withCredentials(rule, { [flag]: true })).toEqual([]);
  });

  it.each(['allowPublicSuffixSubdomains'])('%s silences the warning without credentials too', flag => {
    for (const origin of [/^https:\/\/[a-z]+\.github\.io$/, 'https://*.github.io']) {
      expect(policyWarnings({ origin, dangerously: { [flag]: true } })).toEqual([]);
      expect(policyWarnings({ origin })).toHaveLength(1);
    }
  });

  it.each<[origin: RegExp | string, flag: string]>([
    ['file://', 'allowFileOrigin'],
    [/^file:\/\/$/, 'allowFileOrigin'],
    ['null', 'allowNullOrigin'],
    [/^null$/, 'allowNullOrigin'],
  ])('%s needs %s, with and without credentials', (origin, flag) => {
    for (const credentials of [true, false]) {
      expect(checkEffectivePolicy({ origin, credentials })).toEqual([
        expect.objectContaining({ suggestion: expect.stringContaining(flag) as unknown }),
      ]);
      expect(checkEffectivePolicy({ origin, credentials, dangerously: { [flag]: true } })).toEqual([]);
    }
    expect(policyWarnings({ origin, dangerously: { [flag]: true } })).toEqual([]);
  });

  it.each([
    [false, 'refused'],
    [true, 'allowed'],
  ])("allowFileOrigin: %s, and 'file://' is %s", (allowFileOrigin, verdict) => {
    const options = { allowNullOrigin: false, allowFileOrigin, predicateOf: () => () => true };
    expect(compileOriginMatcher(['file://'], options).verdict('file://')).toBe(verdict);
    expect(compileOriginMatcher(/^file:\/\/$/, options).verdict('file://')).toBe(verdict);
    expect(compileOriginMatcher(() => true, options).verdict('file://')).toBe(
      allowFileOrigin ? 'ask' : 'refused',
    );
  });

  it('warnings pass over what is an error', () => {
    expect(policyWarnings({ origin: ['https://*.com/', /a/] })).toEqual([]);
    expect(policyWarnings({ origin: 'https://*.com', credentials: true })).toEqual([]);
    expect(policyWarnings({ origin: ['https://*.example.com', 'https://*.com:*'] })).toHaveLength(1);
  });
});

describe('an expression that the parser does not know', () => {
  it('is an error', () => {
    const rule = Object.defineProperty(/a/, 'source', { value: '(' });
    expect(checkPolicyOptions({ origin: rule })).toEqual([
      {
        field: 'origin',
        value: rule,
        reason: 'the expression has syntax that this library cannot read, so it cannot be checked',
        suggestion: 'begin it with ^(?:https:\\/\\/ and end it with )$, and leave out the flags g, m and y',
      },
    ]);
    expect(checkEffectivePolicy({ origin: rule, credentials: true })).toEqual([]);
  });
});

describe('the steps of a matcher', () => {
  const steps = (source: string, flags = ''): number =>
    originSteps(automatonOf(parsePattern(source, flags), flags));

  it.each([
    '^https://(a+)+$',
    '^https://(a|a)*$',
    '^https://(a?){40}b$',
    '^https://(?:|){60}a$',
    '^https://([a-z]+)\\1\\1\\1\\1$',
    '^https://(?=(a+)+b)a$',
    '^https://a(?<=(a+)+b)$',
    '^https://(a*a*)*$',
    '^https://(?:(?=a)a|a)*$',
  ])('are too many for %s', source => {
    expect(steps(source)).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    '^https://a+$',
    '^https://(?:a|b)*$',
    '^https://(?:a+b)*$',
    '^https://(?:(?=a))*a$',
    '^https://(?:(?!x)(?!y)a)+(?=$)$',
    '^https://a(?<!ba)$',
    '^(?=https)https://a$',
    '^https://(?:a?)*$',
    '^https://a{3,}b{1}$',
    '^https://[a-z]{1,80}(?:\\.[a-z]{65,})+$',
    '^$',
  ])('are few for %s', source => {
    expect(steps(source)).toBeLessThan(1e6);
  });

  it('of a lookbehind are those of its text from the end', () => {
    expect(steps('^(?<=ba*)$')).toBe(steps('^(?=a*b)$'));
    expect(steps('^(?<=a*b)$')).toBe(steps('^(?=ba*)$'));
    expect(steps('^(?=a*b)$')).toBeGreaterThan(steps('^(?=ba*)$'));
  });

  it('are some for each character of an origin, and more where repetitions share a text', () => {
    // Two steps for each of the 326 characters: at the begin of a match and within it.
    expect(steps('^https://a*$')).toBe(4 * 326);
    expect(steps('^x$')).toBeGreaterThan(2 * 326);
    // The numbers of ways in which two and three repetitions can share a host.
    const host = 259;
    expect(steps('^https://a*a*$')).toBeGreaterThan(host ** 2 / 2);
    expect(steps('^https://a*a*$')).toBeLessThan(2 * host ** 2);
    expect(steps('^https://a*a*a*$')).toBeGreaterThan(host ** 3 / 6);
    expect(steps('^https://a*a*a*$')).toBeLessThan(host ** 3 / 2);
  });

  it('are not followed through more sets of positions than an expression for people has', () => {
    expect(steps(`^https://(?:[ab]*a${'[ab]'.repeat(13)})$`)).toBe(Number.POSITIVE_INFINITY);
  });

  it('count a class with texts of several characters as any text', () => {
    expect(withCredentials(new RegExp('^https://a[\\q{ab|c}]$', 'v'))).toEqual([
      expect.stringMatching(/more domains/),
    ]);
    expect(steps('^https://[[a-c]--b]$', 'v')).toBe(steps('^https://[c]$'));
  });
});
