import type { CorsPolicyOptions } from '../policy-options.js';
import { checkEffectivePolicy, checkHandshakePolicy, policyWarnings } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Row = [title: string, values: CorsPolicyOptions, value: unknown, reason: RegExp, suggestion: RegExp];

const trusted = (origin: string, dangerously = {}): CorsPolicyOptions => ({
  origin,
  credentials: true,
  dangerously,
});

const INVALID: Row[] = [
  [
    'any origin with credentials',
    trusted('*'),
    '*',
    /do not accept '\*' for requests with credentials/,
    /list the origins/,
  ],
  ...(
    [
      ['http://app.example.com', 'https://app.example.com'],
      ['http://app.example.com:8080', 'https://app.example.com:8080'],
      ['http://app.example.com:443', 'https://app.example.com'],
      ['http://*.example.com', 'https://*.example.com'],
      ['http://*.example.com:*', 'https://*.example.com:*'],
      ['http://192.168.0.1', 'https://192.168.0.1'],
      ['http://128.0.0.1', 'https://128.0.0.1'],
      ['http://[2001:db8::1]:8080', 'https://[2001:db8::1]:8080'],
      ['http://localhost.example.com', 'https://localhost.example.com'],
      ['http://notlocalhost', 'https://notlocalhost'],
      ['http://127.0.0.1.example.com', 'https://127.0.0.1.example.com'],
    ] as const
  ).map(([origin, secure]): Row => [
    `${origin} with credentials`,
    trusted(origin, { allowNullOrigin: true, allowPublicSuffixSubdomains: true }),
    origin,
    /alter the page's traffic/,
    new RegExp(
      `^write '${secure.replace(/[.*[\]]/g, '\\$&')}', or dangerously: \\{ allowInsecureOrigins: true \\}$`,
    ),
  ]),
  ...(
    [
      ['https://*.com', 'com'],
      ['https://*.co.uk', 'co.uk'],
      ['https://*.github.io', 'github.io'],
      ['https://*.vercel.app:*', 'vercel.app'],
      ['https://*.s3.amazonaws.com', 's3.amazonaws.com'],
      ['https://*.xn--p1ai', 'xn--p1ai'],
      ['https://*.anything.ck', 'anything.ck'],
      ['https://*.onion', 'onion'],
      ['capacitor://*.com', 'com'],
      ['https://*.not-delegated-yet', 'not-delegated-yet'],
      ['https://*.-odd', '-odd'],
    ] as const
  ).map(([origin, suffix]): Row => [
    `${origin} with credentials`,
    trusted(origin, { allowInsecureOrigins: true }),
    origin,
    new RegExp(`^${suffix.replace(/\./g, '\\.')} is a public suffix`),
    new RegExp(
      `your-domain\\.${suffix.replace(/\./g, '\\.')}', or write .*allowPublicSuffixSubdomains: true`,
    ),
  ]),
  ...['core.windows.net', 'windows.net', 'amazonaws.com'].map((domain): Row => [
    `https://*.${domain} with credentials`,
    trusted(`https://*.${domain}`),
    `https://*.${domain}`,
    new RegExp(
      `^public suffixes lie below ${domain.replace(/\./g, '\\.')}: .*, and would then be trusted with`,
    ),
    /^name your own domain, or write dangerously: \{ allowPublicSuffixSubdomains: true \}$/,
  ]),
  [
    'http above a public suffix with credentials',
    trusted('http://*.github.io', { allowPublicSuffixSubdomains: true }),
    'http://*.github.io',
    /alter the page's traffic/,
    /^serve the page over https, or write dangerously: \{ allowInsecureOrigins: true \}$/,
  ],
  [
    'http above a public suffix with credentials and the permission for http',
    trusted('http://*.github.io', { allowInsecureOrigins: true }),
    'http://*.github.io',
    /^github\.io is a public suffix/,
    /, as in 'https:\/\/\*\.your-domain\.github\.io'/,
  ],
  ["'file://'", { origin: 'file://' }, 'file://', /^any local file/, /remove 'file:\/\/', or write /],
  ["'null'", { origin: 'null' }, 'null', /sandboxed frame/, /allowNullOrigin: true/],
  [
    "'null' in a list, with another permission",
    { origin: ['https://a.example', 'null'], dangerously: { allowInsecureOrigins: true } },
    'null',
    /sandboxed frame/,
    /allowNullOrigin: true/,
  ],
  [
    "'null' with a permission that is not true",
    { origin: 'null', credentials: true, dangerously: { allowNullOrigin: false } },
    'null',
    /sandboxed frame/,
    /remove 'null'/,
  ],
];

const VALID: [title: string, values: CorsPolicyOptions][] = [
  ['nothing at all', {}],
  ['no cross-origin access with credentials', { origin: false, credentials: true }],
  ['any origin', { origin: '*' }],
  ['any origin with credentials: false', { origin: '*', credentials: false }],
  ['any exposed header', { origin: '*', exposedHeaders: '*' }],
  [
    'any allowed header with credentials',
    { origin: 'https://a.example', allowedHeaders: '*', credentials: true },
  ],
  [
    'exposed headers with credentials',
    { origin: 'https://a.example', exposedHeaders: 'ETag', credentials: true },
  ],
  ['https with credentials', trusted('https://app.example.com')],
  ['another scheme with credentials', trusted('capacitor://localhost')],
  ['http without credentials', { origin: ['http://app.example.com', 'http://*.example.com'] }],
  ['http with credentials and the permission', trusted('http://a.example', { allowInsecureOrigins: true })],
  ['localhost with credentials', trusted('http://localhost:3000')],
  ['any port of localhost with credentials', trusted('http://localhost:*')],
  ['names under localhost with credentials', trusted('http://app.localhost')],
  ['a pattern under localhost with credentials', trusted('http://*.localhost:*')],
  ['a pattern deep under localhost with credentials', trusted('http://*.app.localhost')],
  ['127.0.0.1 with credentials', trusted('http://127.0.0.1:3000')],
  ['all of 127.0.0.0/8 with credentials', trusted('http://127.255.0.9')],
  ['127.10.10.10 with credentials', trusted('http://127.10.10.10')],
  ['[::1] with credentials', trusted('http://[::1]:3000')],
  ['a pattern over a registered domain with credentials', trusted('https://*.example.com')],
  ['a pattern over a user of a public suffix with credentials', trusted('https://*.someone.github.io')],
  ['a pattern over an exception of the list with credentials', trusted('https://*.www.ck')],
  ['a public suffix itself with credentials', trusted('https://github.io')],
  ['a pattern over a public suffix without credentials', { origin: 'https://*.github.io' }],
  [
    'a pattern over a public suffix with credentials and the permission',
    trusted('https://*.github.io', { allowPublicSuffixSubdomains: true }),
  ],
  ["resourcePolicy: 'cross-origin' without credentials", { origin: '*', resourcePolicy: 'cross-origin' }],
  [
    "resourcePolicy: 'cross-origin' with credentials and the permission",
    {
      ...trusted('https://a.example', { allowCrossOriginResource: true }),
      resourcePolicy: 'cross-origin',
    },
  ],
  [
    'other values of resourcePolicy with credentials',
    { ...trusted('https://a.example'), resourcePolicy: 'same-site' },
  ],
  ['names reserved for tests with credentials', trusted('https://*.test')],
  ['names reserved for local networks with credentials', trusted('https://*.local')],
  ['names reserved for private use with credentials', trusted('https://*.internal')],
  ["'null' with the permission", { origin: ['null'], dangerously: { allowNullOrigin: true } }],
  ["'null' with credentials and the permission", trusted('null', { allowNullOrigin: true })],
  ['rules that are not strings', { origin: [/^http:\/\/.*$/, () => true], credentials: true }],
  ["an expression that also matches 'null'", { origin: /^(?:null|https:\/\/a\.example)$/ }],
  ['an expression that is wrong by itself already', { origin: /^null$/g, credentials: true }],
  ['what is wrong by itself already', { origin: ['http://a.example/', '*', 'NULL', ''], credentials: true }],
];

describe('what only the combination shows', () => {
  it.each(INVALID)('%s is an error', (_, values, value, reason, suggestion) => {
    expect(checkEffectivePolicy(values)).toEqual([
      {
        field: 'origin',
        value,
        reason: matching(reason),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it("'*' in exposedHeaders with credentials is an error", () => {
    const values: CorsPolicyOptions = { origin: 'https://a.example', exposedHeaders: '*', credentials: true };
    expect(checkEffectivePolicy(values)).toEqual([
      {
        field: 'exposedHeaders',
        value: '*',
        reason: matching(/as the name of a header/),
        suggestion: matching(/list the headers/),
      },
    ]);
  });

  it.each([{}, { allowNullOrigin: true }, { allowCrossOriginResource: false }])(
    "resourcePolicy: 'cross-origin' with credentials and %j is an error",
    dangerously => {
      const values = {
        ...trusted('https://a.example', dangerously),
        resourcePolicy: 'cross-origin' as const,
      };
      expect(checkEffectivePolicy(values)).toEqual([
        {
          field: 'resourcePolicy',
          value: 'cross-origin',
          reason: matching(/^any site could embed responses to requests with cookies/),
          suggestion: "write 'same-site', or dangerously: { allowCrossOriginResource: true }",
        },
      ]);
    },
  );

  it.each(VALID)('%s is legal', (_, values) => {
    expect(checkEffectivePolicy(values)).toEqual([]);
  });

  it('all problems are reported together', () => {
    const origin = ['http://*.com', 'null', 'https://a.example', 'https://*.github.io'];
    expect(
      checkEffectivePolicy({ origin, exposedHeaders: '*', credentials: true }).map(({ value }) => value),
    ).toEqual(['*', 'http://*.com', 'http://*.com', 'null', 'https://*.github.io']);
  });
});

it.each([undefined, null, '*', 0])(
  'callers in JavaScript that pass %p get no problems and no error',
  values => {
    expect(Reflect.apply(checkEffectivePolicy, undefined, [values])).toEqual([]);
    expect(Reflect.apply(policyWarnings, undefined, [values])).toEqual([]);
  },
);

describe('what is doubtful but legal is a warning', () => {
  it.each([
    ['https://*.com', 'com is a public suffix: an attacker can register a name under it'],
    ['https://*.github.io:*', 'github.io is a public suffix: an attacker can register a name under it'],
    [
      'https://*.amazonaws.com:8443',
      'public suffixes lie below amazonaws.com: an attacker can register a name under one of them',
    ],
  ])('the pattern %s without credentials', (origin, reason) => {
    expect(policyWarnings({ origin: ['https://a.example', origin] })).toEqual([
      {
        field: 'origin',
        value: origin,
        reason,
        suggestion: "name your own domain, or write '*' if any origin may read the responses",
      },
    ]);
  });

  it.each([7201, 86400])("a maxAge of %d is over Chromium's cap", maxAge => {
    expect(policyWarnings({ maxAge })).toEqual([
      {
        field: 'maxAge',
        value: maxAge,
        reason: matching(/Chromium caches .* for at most 7200 seconds/),
        suggestion: matching(/write 7200/),
      },
    ]);
  });

  it.each([undefined, 0, 600, 7200, -1, 86401, 7200.5, Number.NaN])('a maxAge of %p is not', maxAge => {
    expect(policyWarnings(maxAge === undefined ? {} : { maxAge })).toEqual([]);
  });
});

describe('the policy of a gateway', () => {
  it.each<[string, CorsPolicyOptions, unknown, RegExp, RegExp]>([
    [
      'any origin',
      { origin: '*' },
      '*',
      /with '\*', a page of any site can open a WebSocket to the gateway with the user's cookies/,
      /^list the origins that you trust, or .* dangerously: \{ allowAnyHandshake: true \}, or .* handshakes: false/,
    ],
    [
      'any origin, with other dangers permitted',
      { origin: '*', handshakes: 'report', dangerously: { allowNullOrigin: true } },
      '*',
      /of any site/,
      /allowAnyHandshake/,
    ],
    [
      'an origin without TLS',
      { origin: 'http://app.example.com' },
      'http://app.example.com',
      /alter the page's traffic/,
      /^write 'https:\/\/app\.example\.com'/,
    ],
    [
      'one of several origins',
      { origin: ['https://app.example.com', 'https://*.co.uk'] },
      'https://*.co.uk',
      /public suffix/,
      /your-domain/,
    ],
    [
      'an expression for an infinite list of domains',
      { origin: /^https:\/\/[a-z]+\.com$/ },
      /^https:\/\/[a-z]+\.com$/,
      /./,
      /./,
    ],
  ])('%s is wrong, as if it had credentials', (_title, values, value, reason, suggestion) => {
    expect(checkHandshakePolicy(values)).toEqual([
      { field: 'origin', value, reason: matching(reason), suggestion: matching(suggestion) },
    ]);
  });

  it.each<CorsPolicyOptions>([
    {},
    { origin: false },
    { origin: [] },
    { origin: 'https://app.example.com' },
    { origin: 'http://localhost:3000' },
    { origin: '*', handshakes: false },
    { origin: 'http://app.example.com', handshakes: false },
    { origin: '*', dangerously: { allowAnyHandshake: true } },
    { origin: 'http://app.example.com', dangerously: { allowInsecureOrigins: true } },
    { origin: () => true },
    { origin: /^https:\/\/[a-z]+\.example\.com$/ },
    // checkEffectivePolicy() reports problems with credentials.
    { origin: '*', credentials: true },
    { origin: 'http://app.example.com', credentials: true },
    // checkPolicyOptions() reports these.
    { origin: 'app.example.com' },
    { origin: /example/ },
  ])('%j has nothing more wrong', values => {
    expect(checkHandshakePolicy(values)).toEqual([]);
  });
});
