import { runInNewContext } from 'node:vm';
import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Row = [rule: RegExp, reason: RegExp, suggestion: string];

const UNANCHORED: Row[] = [
  [/https:\/\/a\.example/, /^it is not anchored at either end/, 'write /^https:\\/\\/a\\.example$/'],
  [
    /^https:\/\/a\.example/,
    /at the end, and matches any origin that merely begins so/,
    'write /^https:\\/\\/a\\.example$/',
  ],
  [
    /https:\/\/a\.example$/,
    /at the start, and matches any origin that merely ends so/,
    'write /^https:\\/\\/a\\.example$/',
  ],
  [/\.example\.com$/i, /at the start/, 'write /^\\.example\\.com$/i'],
  [/^a|b$/, /the alternative \/\^a\/ is not anchored at the end/, 'write /^(?:a|b)$/'],
  [/^a$|b/, /the alternative \/b\/ is not anchored at either end/, 'write /^(?:a|b)$/'],
  [/^a$|b$/, /the alternative \/b\$\/ is not anchored at the start/, 'write /^(?:a|b)$/'],
  [/^a$|/, /the alternative \/\/ is not anchored at either end/, 'write /^(?:a|)$/'],
  [/a(b$)/, /at the start/, 'write /^a(b$)$/'],
  [/(^a|b)$/, /at the start/, 'write /^(^a|b)$/'],
  [/^(a$|b)/, /at the end/, 'write /^(a$|b)$/'],
  [/^a\$/, /at the end/, 'write /^a\\$$/'],
  [/\^a$/, /at the start/, 'write /^\\^a$/'],
  [/[^]a$/, /at the start/, 'write /^[^]a$/'],
  [/[\]^]a$/, /at the start/, 'write /^[\\]^]a$/'],
  [/^a[$]/, /at the end/, 'write /^a[$]$/'],
  [/(?:^a$)?/, /either end/, 'write /^(?:^a$)?$/'],
  [/(?:^a$)*/, /either end/, 'write /^(?:^a$)*$/'],
  [/(?:^a$){0,2}/, /either end/, 'write /^(?:^a$){0,2}$/'],
  [/(?:^a$){00,2}/, /either end/, 'write /^(?:^a$){00,2}$/'],
  [/^a[(?<]|b>$/, /the alternative \/\^a\[\(\?<\]\/ is not anchored at the end/, 'write /^(?:a[(?<]|b>)$/'],
  [new RegExp(`^${'a'.repeat(196)}`), /at the end/, `write /^${'a'.repeat(196)}$/`],
  [/(?:^)?a$/, /at the start/, 'write /^(?:^)?a$/'],
  [/(?=^)a$/, /at the start/, 'write /^(?=^)a$/'],
  [/^a(?=$)/, /at the end/, 'write /^a(?=$)$/'],
  [/^a(?!$)/, /at the end/, 'write /^a(?!$)$/'],
  [/(?<=^)a$/, /at the start/, 'write /^(?<=^)a$/'],
  [/(?<!^)a$/, /at the start/, 'write /^(?<!^)a$/'],
  [/(?:^|\b)a$/, /at the start/, 'write /^(?:^|\\b)a$/'],
  [/^a(?:$|:)/, /at the end/, 'write /^a(?:$|:)$/'],
  [/a^b$/, /at the start/, 'write /^a^b$/'],
  [/^a$b/, /at the end/, 'write /^a$b$/'],
  [new RegExp(''), /either end/, 'write /^(?:)$/'],
  [new RegExp('^[[a]$]', 'v'), /at the end/, 'write /^[[a]$]$/v'],
  [
    new RegExp(`^https://${'a'.repeat(200)}`),
    /at the end/,
    'begin it with ^(?: and end it with )$, and leave out the flags g, m and y',
  ],
  [new RegExp('^a\u202eb\tc'), /at the end/, 'write /^a\\u202eb\\u0009c$/'],
];

const WITH_FLAGS: Row[] = [
  [/^a$/g, /the flag g .* remembers/, 'write /^a$/'],
  [/^a$/y, /the flag y .* remembers/, 'write /^a$/'],
  [/^a$/giu, /the flag g/, 'write /^a$/iu'],
  [/^a$/m, /the flag m/, 'write /^a$/'],
  [/^a$|^b$/ms, /the flag m/, 'write /^a$|^b$/s'],
];

const VALID: RegExp[] = [
  /^https:\/\/a\.example$/,
  /^https:\/\/([a-z\d-]+\.)?example\.com$/i,
  /^https:\/\/[^/]+\.example\.com(:\d{1,5})?$/,
  /^(a|b)$/,
  /^(?:a|b)$/,
  /^a$|^b$/,
  /(?:^a$)/,
  /(^a$|^b$)/,
  /(?:(?:^a)b$)/,
  /(?<name>^a$)/,
  /(^a|^b)(c$|d$)/,
  /(?:^a$)+/,
  /(?:^a$){1,}?/,
  /(?:^a$){10}/,
  /\B^a$\B/,
  /(?:^|^a)b$/,
  /^(?!https:\/\/evil)https:\/\/.+$/,
  /(?!x)^a$/,
  /\b^a$\b/,
  /^a$(?<!b)/,
  /^(?=https).+$/,
  /(?:(?=x)|^)^a$/,
  /^[$^|()\]]$/,
  /^\(a\|b\)$/,
  /^\\$/,
  /^a\\\\$/,
  /^[[a]$/,
  /^\u{61}\p{L}$/u,
  /^a$/s,
  /^a$/d,
  new RegExp('^[[a]--[b]]$', 'v'),
  new RegExp('^[\\q{a|b}&&[\\]]]$', 'v'),
  new RegExp('^[[x]\\q{a|b}]$', 'v'),
  new RegExp(`^${'(?:'.repeat(500)}a${')'.repeat(500)}$`),
];

describe('a regular expression is anchored at both ends, and carries neither g nor y nor m', () => {
  it.each([...UNANCHORED, ...WITH_FLAGS])(
    '%s is an error that says what to write',
    (rule, reason, suggestion) => {
      expect(checkPolicyOptions({ origin: rule })).toEqual([
        { field: 'origin', value: rule, reason: matching(reason), suggestion },
      ]);
    },
  );

  it.each(UNANCHORED.slice(0, -2))('what is to be written instead of %s is legal', (rule, _, suggestion) => {
    const [, source = '', flags = ''] = /^write \/(.*)\/([a-z]*)$/.exec(suggestion) ?? [];
    expect(source).not.toBe('');
    expect(checkPolicyOptions({ origin: new RegExp(source, flags) })).toEqual([]);
    expect(rule.source).not.toBe(source);
  });

  it.each(VALID)('%s is legal', rule => {
    expect(checkPolicyOptions({ origin: rule })).toEqual([]);
    expect(checkPolicyOptions({ origin: ['https://a.example', rule] })).toEqual([]);
  });

  it('names each fault of one regular expression, with one correction for them all', () => {
    const problems = checkPolicyOptions({ origin: /^a|b/gimy });
    expect(problems.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('flag g'),
      expect.stringContaining('flag y'),
      expect.stringContaining('flag m'),
      expect.stringContaining('not anchored'),
    ]);
    expect(new Set(problems.map(({ suggestion }) => suggestion))).toEqual(new Set(['write /^(?:a|b)$/i']));
  });

  it('of another realm is read like one of this realm', () => {
    const right: unknown = runInNewContext('/^https:\\/\\/a\\.example$/');
    const wrong: unknown = runInNewContext('/a$/g');
    expect(checkPolicyOptions({ origin: right })).toEqual([]);
    expect(checkPolicyOptions({ origin: ['https://b.example', wrong] })).toEqual([
      expect.objectContaining({ reason: matching(/the flag g/), suggestion: 'write /^a$/' }),
      expect.objectContaining({ reason: matching(/at the start/), suggestion: 'write /^a$/' }),
    ]);
  });

  it('does not move the place where a stateful regular expression goes on', () => {
    const rule = /^a$/g;
    rule.lastIndex = 1;
    checkPolicyOptions({ origin: rule });
    expect(rule.lastIndex).toBe(1);
  });
});
