import { runInNewContext } from 'node:vm';
import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Row = [rule: RegExp, reason: RegExp, suggestion: string];

// No page has such an origin, so there is no suggestion of an expression.
const PROSE = 'begin it with ^(?:https:\\/\\/ and end it with )$, and leave out the flags g, m and y';

const UNANCHORED: Row[] = [
  [
    /https:\/\/a\.example/,
    /^the expression is not anchored at either end/,
    'write /^https:\\/\\/a\\.example$/',
  ],
  [
    /^https:\/\/a\.example/,
    /at the end, so it also matches origins with more text after it/,
    'write /^https:\\/\\/a\\.example$/',
  ],
  [
    /https:\/\/a\.example$/,
    /at the start, so it also matches origins with more text before it/,
    'write /^https:\\/\\/a\\.example$/',
  ],
  [/\.example\.com$/i, /at the start/, "write 'https://*.example.com'"],
  [/^a|b$/, /the alternative \/\^a\/ is not anchored at the end/, PROSE],
  [/^a$|b/, /the alternative \/b\/ is not anchored at either end/, PROSE],
  [/^a$|b$/, /the alternative \/b\$\/ is not anchored at the start/, PROSE],
  [/a(b$)/, /at the start/, PROSE],
  [/(^a|b)$/, /at the start/, PROSE],
  [/^(a$|b)/, /at the end/, PROSE],
  [/^a\$/, /at the end/, PROSE],
  [/\^a$/, /at the start/, PROSE],
  [/[^]a$/, /at the start/, PROSE],
  [/[\]^]a$/, /at the start/, PROSE],
  [/^a[$]/, /at the end/, PROSE],
  [/^a[(?<]|b>$/, /the alternative \/\^a\[\(\?<\]\/ is not anchored at the end/, PROSE],
  [new RegExp(`^${'a'.repeat(196)}`), /at the end/, PROSE],
  [/(?:^)?a$/, /at the start/, PROSE],
  [/(?=^)a$/, /at the start/, PROSE],
  [/^a(?=$)/, /at the end/, PROSE],
  [/^a(?!$)/, /at the end/, PROSE],
  [/(?<=^)a$/, /at the start/, PROSE],
  [/(?<!^)a$/, /at the start/, PROSE],
  [/(?:^|\b)a$/, /at the start/, PROSE],
  [/^a(?:$|:)/, /at the end/, PROSE],
  [/a^b$/, /at the start/, PROSE],
  [/^a$b/, /at the end/, PROSE],
  [new RegExp('^[[a]$]', 'v'), /at the end/, PROSE],
  [new RegExp(`^https://${'a'.repeat(200)}`), /at the end/, PROSE],
  [new RegExp('^a\u202eb\tc'), /at the end/, PROSE],
];

const WITH_FLAGS: Row[] = [
  [/^a$/g, /the flag g, .* remembers/, PROSE],
  [/^a$/y, /the flag y, .* remembers/, PROSE],
  [/^a$/giu, /the flag g/, PROSE],
  [/^a$/m, /the flag m/, PROSE],
  [/^a$|^b$/ms, /the flag m/, PROSE],
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
  /^(?!https:\/\/evil)https:\/\/.+\.example\.com$/,
  /(?!x)^a$/,
  /\b^a$\b/,
  /^a$(?<!b)/,
  /^(?=https).+\.example\.com$/,
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

  it.each([/^a$|/, /(?:^a$)?/, /(?:^a$){0,2}/, new RegExp(''), /https/, /^https:\/\/.+$/, /^.*$/])(
    '%s matches everything, which is said first',
    rule => {
      expect(checkPolicyOptions({ origin: rule })).toEqual([
        {
          field: 'origin',
          value: rule,
          reason: 'the expression matches any origin',
          suggestion: matching(/^write '\*' for any origin/),
        },
      ]);
    },
  );

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
    expect(new Set(problems.map(({ suggestion }) => suggestion))).toEqual(new Set([PROSE]));
  });

  it('of another realm is read like one of this realm', () => {
    const right: unknown = runInNewContext('/^https:\\/\\/a\\.example$/');
    const wrong: unknown = runInNewContext('/a$/g');
    expect(checkPolicyOptions({ origin: right })).toEqual([]);
    expect(checkPolicyOptions({ origin: ['https://b.example', wrong] })).toEqual([
      expect.objectContaining({ reason: matching(/the flag g/), suggestion: PROSE }),
      expect.objectContaining({ reason: matching(/at the start/), suggestion: PROSE }),
    ]);
  });

  it('does not move the place where a stateful regular expression goes on', () => {
    const rule = /^a$/g;
    rule.lastIndex = 1;
    checkPolicyOptions({ origin: rule });
    expect(rule.lastIndex).toBe(1);
  });
});
