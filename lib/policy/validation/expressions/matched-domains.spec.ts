import { checkEffectivePolicy, policyWarnings } from '../index.js';
import { analyseExpression } from './expression-analysis.js';

const reasonsFor = (origin: RegExp): readonly string[] =>
  checkEffectivePolicy({ origin, credentials: true }).map(({ reason }) => reason);

const TRUSTED = ", and would then be trusted with the user's credentials";

describe('domains without a list', () => {
  it.each<[rule: RegExp, reason: string]>([
    [/^https:\/\/[a-z]+\.com$/, `com is a public suffix: an attacker can register a name under it${TRUSTED}`],
    [
      /^https:\/\/www\.[a-z]+\.com$/,
      `com is a public suffix: an attacker can register a name under it${TRUSTED}`,
    ],
    [
      /^https:\/\/[a-q][a-z]+\.com$/,
      `com is a public suffix: an attacker can register a name under it${TRUSTED}`,
    ],
    [
      /^https:\/\/[a-z]+\d[a-z\d]+\.com$/,
      `com is a public suffix: an attacker can register a name under it${TRUSTED}`,
    ],
    [
      /^https:\/\/[a-z]+-[a-z]+-[a-z]+\.com$/,
      `com is a public suffix: an attacker can register a name under it${TRUSTED}`,
    ],
    [
      /^https:\/\/my-app-[a-z\d]+\.vercel\.app$/,
      `vercel.app is a public suffix: an attacker can register a name under it${TRUSTED}`,
    ],
    [
      /^https:\/\/my-app-[a-z\d]+\.amazonaws\.com$/,
      `public suffixes lie below amazonaws.com: an attacker can register a name under one of them${TRUSTED}`,
    ],
  ])('under a suffix, %s: %s', (rule, reason) => {
    expect(reasonsFor(rule)).toEqual([reason]);
    expect(policyWarnings({ origin: rule }).map(warning => warning.reason)).toEqual([
      reason.replace(TRUSTED, ''),
    ]);
  });

  it.each<[rule: RegExp, what: string]>([
    [/^https:\/\/shop[a-z]+\.com$/, 'domains under com'],
    [/^https:\/\/shop[a-z]+\.co\.uk$/, 'domains under co.uk'],
    [/^https:\/\/[a-z]+shop\.com$/, 'domains under com'],
    [/^https:\/\/[a-e]+\.com$/, 'domains under com'],
    [/^https:\/\/a{0,65}b\.com$/, 'domains under com'],
    [/^https:\/\/example\.[a-z]+$/, 'domains'],
    [/^https:\/\/10\.\d+\.0\.1$/, 'addresses'],
  ])('that nobody could register as a whole, %s: more %s', (rule, what) => {
    const reason = `the expression matches more ${what} than a list can contain`;
    expect(reasonsFor(rule)).toEqual([
      `${reason}, and all of them would be trusted with the user's credentials`,
    ]);
    expect(policyWarnings({ origin: rule }).map(warning => warning.reason)).toEqual([reason]);
  });
});

describe('the reason against an expression with credentials', () => {
  it.each<[rule: RegExp, reason: RegExp]>([
    [/^https:\/\/app.example\.com$/, /^the expression has a dot that is not escaped/],
    [
      /^http:\/\/app\.example\.com$/,
      /^the expression matches 'http:\/\/app\.example\.com', and http: is not encrypted/,
    ],
    [/^[a-z]+:\/\/app\.example\.com$/, /^the expression does not list its schemes/],
    [/^https:\/\/[a-z]+\.(?:github\.io|vercel\.app)$/, /^(?:github\.io|vercel\.app) is a public suffix/],
    [
      /^https:\/\/[a-z][a-z\d]\.(?:com|net)$/,
      /^the expression matches more domains under (?:com|net) than a list/,
    ],
  ])('%s is one: %s', (rule, reason) => {
    expect(reasonsFor(rule)).toEqual([expect.stringMatching(reason)]);
  });
});

describe('the addresses that an expression gives', () => {
  it.each<[rule: RegExp, addresses: readonly string[]]>([
    [/^https:\/\/192\.168\.0\.[12](?::\d+)?$/, ['192.168.0.1', '192.168.0.2']],
    [
      /^https:\/\/192\.168\.0\.1\d?$/,
      ['192.168.0.1', ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(at => `192.168.0.1${at}`)],
    ],
    [/^https:\/\/127\.\d+\.\d+\.\d+$/, ['127.0.0.1']],
    [/^https:\/\/\[::1\](?::\d+)?$/, ['[::1]']],
    [/^https:\/\/(?:\[::1\]|10\.0\.0\.7|example\.com)$/, ['10.0.0.7', '[::1]']],
    [/^https:\/\/(?:10\.0\.0\.1|10\.0\.0\.12)$/, ['10.0.0.1', '10.0.0.12']],
    [/^https:\/\/example\.com$/, []],
    [/^app:\/\/127\.0\.0\.1$/, []],
  ])('of %s', (rule, addresses) => {
    const [matches] = analyseExpression(rule)?.schemes ?? [];
    expect(matches?.addresses.toSorted()).toEqual(addresses);
    expect(matches?.addressesAreListed).toBe(true);
  });
});
