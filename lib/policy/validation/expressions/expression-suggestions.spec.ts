import type { CorsPolicyOptions } from '../../policy-options.js';
import { checkEffectivePolicy, checkPolicyOptions, policyWarnings } from '../index.js';

const UNANCHORED = 'begin it with ^(?:https:\\/\\/ and end it with )$, and leave out the flags g, m and y';

const suggestionsFor = (origin: unknown): readonly string[] =>
  [
    ...checkPolicyOptions({ origin }),
    ...checkEffectivePolicy({ origin, credentials: true } as CorsPolicyOptions),
  ].map(({ suggestion }) => suggestion);

describe('suggestions', () => {
  it.each<[origin: unknown, suggestion: string | RegExp]>([
    [/example\.com/, "write ['https://example.com', 'https://*.example.com']"],
    [/\.example\.com$/, "write 'https://*.example.com'"],
    [/localhost/, "write 'http://localhost:*'"],
    [/localhost:3000/, "write 'http://localhost:3000'"],
    [/https?:\/\/localhost/, "write 'http://localhost:*'"],
    [/.*/, /^write '\*' for any origin/],
    [/^http:\/\/app\.example\.com/, /^begin it with/],
    [/com$/, /^begin it with/],
    [/^(?:https:\/\/(?:.*\.)*example\.com)$/, "write ['https://example.com', 'https://*.example.com']"],
    [/^capacitor:\/\/localhost/, "write 'capacitor://localhost:*'"],
    [
      /^https?:\/\/(app|www)\.example\.com$/,
      'write /^https:\\/\\/(app|www)\\.example\\.com$/, or dangerously: { allowInsecureOrigins: true }',
    ],
    [/^http:\/\/192\.168\.0\.\d$/, /^write \/\^https:/],
    [
      /^(?:http|ftp):\/\/app\.example\.com$/,
      'write https in the expression, or dangerously: { allowInsecureOrigins: true }',
    ],
    [/^https:\/\/(?:app.)+example.com$/, 'escape each dot of a name with a backslash'],
    [/^https:\/\/.+\.[a-z]+$/, /^write '\*'/],
    [/^https:\/\/app\.example\.[a-z]+$/, /^list each domain or address/],
    [/^https?:\/\/app.example\.com$/, 'write /^https:\\/\\/app\\.example\\.com$/'],
    [/^[^/]+:\/\/app.[a-z]$/, 'write the scheme, as in ^https:\\/\\/'],
    [/^https:\/\/app.(?:example)\.com$/, 'write /^https:\\/\\/app\\.(?:example)\\.com$/'],
    [/^https:\/\/(?:a.)?(\.|[b-d])\.example.com$/, /^write \//],
    [/^https:\/\/example.[a-z]+.com$/, 'escape each dot of a name with a backslash'],
    [/^https:\/\/[a-z]+\.[a-z]{2}$/, /^name your own domain before/],
    [new RegExp(`^https://(?:.*-)*${'a'.repeat(63)}.(?:${'b|'.repeat(80)}c).example.com$`), /^(?:write|end)/],
    [/(?:^|\.)example\.com$/, "write ['https://example.com', 'https://*.example.com']"],
    [/[a-z]\.example\.com$/, "write 'https://*.example.com'"],
    [/localhost:\d+$/, "write 'http://localhost:*'"],
    [/github\.io$/, UNANCHORED],
    [/amazonaws\.com$/, UNANCHORED],
    [/intranet$/, UNANCHORED],
    [/example\.com:443$/, UNANCHORED],
    [
      /^https:\/\/a\.example\.com$|https:\/\/b\.example\.com$/,
      'write /^(?:https:\\/\\/a\\.example\\.com|https:\\/\\/b\\.example\\.com)$/',
    ],
    [/^https:\/\/example\.com[a-z]+$/, /^list each domain or address/],
    [/^http:\/\/(?:\w*)*localhost$/, "write 'http://localhost:*'"],
    [/localhost$/, "write 'http://localhost:*'"],
    [/my-\dexample\.com$/, UNANCHORED],
    [/[A-Z]example\.com$/, UNANCHORED],
    [/example\.com:\d+$/, "write ['https://example.com:*', 'https://*.example.com:*']"],
    [/[A-Z]example\.com:80$/, UNANCHORED],
    [/^https:\/\/app\.example\.com$/g, 'write /^https:\\/\\/app\\.example\\.com$/'],
    [/https:\/\/app\.example\.com/gimsy, 'write /^https:\\/\\/app\\.example\\.com$/is'],
    [
      /^https:\/\/a\.example\.com|https:\/\/b\.example\.com$/,
      'write /^(?:https:\\/\\/a\\.example\\.com|https:\\/\\/b\\.example\\.com)$/',
    ],
    ...['(https|http)', '(?:https|http)', '(http|https)', '(?:http|https)', 'https?', 'http'].map(
      (scheme): [RegExp, string] => [
        new RegExp(`^${scheme}://app\\.example\\.com$`),
        'write /^https:\\/\\/app\\.example\\.com$/, or dangerously: { allowInsecureOrigins: true }',
      ],
    ),
    [/^https:\/\/(?:a+)+%$/, /^end each repetition with a character that it cannot match/],
    [/^https:\/\/[a-z]+\.github\.io$/, /^name your own domain before github\.io, or write dangerously: /],
  ])('for %s', (origin, suggestion) => {
    expect(suggestionsFor(origin)[0]).toEqual(
      typeof suggestion === 'string' ? suggestion : expect.stringMatching(suggestion),
    );
  });

  it.each<[origin: RegExp, suggestion: string]>([
    [/^https:\/\/app\.example\.com\/$/, "write 'https://app.example.com'"],
    [/^example\.com$/, "write 'https://example.com'"],
    [/^localhost:3000$/, "write 'http://localhost:3000'"],
    [/^app:\/\/%$/, 'write scheme, host and port as a browser sends them, without a slash at the end'],
  ])('for %s, which matches nothing', (origin, suggestion) => {
    expect(policyWarnings({ origin }).map(warning => warning.suggestion)).toEqual([suggestion]);
  });
});
