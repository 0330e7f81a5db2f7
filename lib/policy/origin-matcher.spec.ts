import { NO_PREDICATES, compileOriginMatcher } from './origin-matcher.js';
import { compiled, policyFor } from '../../test/support/policies.js';
import type { OriginRule } from './policy-options.js';

const LONGEST_HOST = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;
const ORIGIN_OF_326_BYTES = `${'x'.repeat(64)}://${LONGEST_HOST}:65535`;
const SPECIAL_CHARACTERS = [
  ...['"', '{', '}', '+', '^', '%60', '!', '~', '`', ';', '|', '&', "'", '(', ')', '*', ',', '$', '=', '%0b'],
  ...[
    '<',
    '>',
    '[',
    ']',
    '?',
    '#',
    '/',
    '\\',
    '@',
    '%',
    '%00',
    '%2e',
    ' ',
    '\t',
    '\u000b',
    '\u00a0',
    '\u3002',
    '\uff0e',
  ],
];
const HOST_CHARACTERS = ['_', '-'];

interface Table {
  readonly rules: OriginRule | OriginRule[];
  readonly allowed?: readonly string[];
  readonly refused?: readonly string[];
}

const TABLES: Readonly<Record<string, Table>> = {
  'an exact origin allows itself and nothing that contains it': {
    rules: 'https://app.example.com',
    allowed: ['https://app.example.com'],
    refused: [
      'https://app.example.com.evil.example',
      'https://app.example.comevil.example',
      'https://app.example.co',
      'https://app.example',
      'https://evilapp.example.com',
      'https://evil-app.example.com',
      'https://evil.app.example.com',
      'https://example.com',
      'https://app.example.com.',
      'https://.app.example.com',
      'https://app..example.com',
      'https://appXexample.com',
      'https://app-example.com',
      'https://app.exampleXcom',
      'xhttps://app.example.com',
      'https://app.example.com https://app.example.com',
      ' https://app.example.com',
      'https://app.example.com ',
      '\thttps://app.example.com',
      'https://app.example.com\n',
      'https://app.example.com\r',
      'https://app.example.com\0',
      'https://app.example.com\u000b',
      'https://app.example.com\u00a0',
      'https://app.example.com\u200b',
      '\ufeffhttps://app.example.com',
    ],
  },
  'an exact origin allows no other scheme': {
    rules: 'https://app.example.com',
    refused: [
      'http://app.example.com',
      'ws://app.example.com',
      'wss://app.example.com',
      'ftp://app.example.com',
      'file://app.example.com',
      'capacitor://app.example.com',
      '//app.example.com',
      'app.example.com',
      '://app.example.com',
      'https:app.example.com',
      'https:/app.example.com',
      'https:///app.example.com',
      'https//app.example.com',
      'blob:https://app.example.com',
      'view-source:https://app.example.com',
      'javascript://app.example.com',
    ],
  },
  'an exact origin of http allows no https, which is another origin': {
    rules: 'http://localhost',
    allowed: ['http://localhost'],
    refused: [
      'https://localhost',
      'http://127.0.0.1',
      'http://[::1]',
      'http://localhost.',
      'http://localhost.evil.example',
    ],
  },
  'an exact origin without a port allows none': {
    rules: 'https://app.example.com',
    refused: [
      'https://app.example.com:443',
      'https://app.example.com:80',
      'https://app.example.com:8443',
      'https://app.example.com:0',
      'https://app.example.com:',
      'https://app.example.com:*',
    ],
  },
  'an exact origin with a port allows that port alone': {
    rules: 'https://app.example.com:8443',
    allowed: ['https://app.example.com:8443'],
    refused: [
      'https://app.example.com',
      'https://app.example.com:443',
      'https://app.example.com:8444',
      'https://app.example.com:08443',
      'https://app.example.com:84430',
      'https://app.example.com:844',
      'https://app.example.com:8443:8443',
      'https://app.example.com:+8443',
      'https://app.example.com:8443.',
      'https://app.example.com:8443.0',
      'https://app.example.com:0x20fb',
      'https://app.example.com:8443/',
      'https://app.example.com:8443@evil.example',
    ],
  },
  'origins compare byte by byte, and case counts': {
    rules: ['https://app.example.com', 'https://*.example.org', 'http://localhost:*'],
    refused: [
      'HTTPS://app.example.com',
      'Https://app.example.com',
      'https://APP.example.com',
      'https://app.example.COM',
      'https://APP.EXAMPLE.ORG',
      'https://a.Example.org',
      'HTTP://localhost:3000',
      'http://LOCALHOST:3000',
      'http://localhos\u212a',
    ],
  },
  'an origin has no userinfo, path, query or fragment': {
    rules: [
      'https://app.example.com',
      'https://*.example.com',
      'https://app.example.com:*',
      /^https:\/\/.*example\.com.*$/,
    ],
    refused: [
      'https://app.example.com/',
      'https://app.example.com/path',
      'https://app.example.com?query',
      'https://app.example.com#fragment',
      'https://app.example.com\\',
      'https://user@app.example.com',
      'https://user:password@app.example.com',
      'https://@app.example.com',
      'https://app.example.com@evil.example',
      'https://app.example.com:443@evil.example',
      'https://evil.example/app.example.com',
      'https://evil.example?app.example.com',
      'https://evil.example#app.example.com',
      'https://evil.example\\app.example.com',
      'https://evil.example/https://app.example.com',
    ],
  },
  'two Origin headers, which arrive joined, match nothing': {
    rules: [
      'https://app.example.com',
      'https://*.example.com',
      'https://app.example.com:*',
      /^https:\/\/.*\.example\.com$/,
    ],
    refused: [
      'https://app.example.com, https://app.example.com',
      'https://app.example.com,https://app.example.com',
      'https://app.example.com, https://evil.example',
      'https://evil.example, https://app.example.com',
      'https://app.example.com, null',
      'null, https://app.example.com',
      'https://app.example.com https://app.example.com',
      'https://app.example.com,',
      ', https://app.example.com',
      'https://app.example.com\nhttps://app.example.com',
    ],
  },
  'nothing that merely begins like an origin is one': {
    rules: ['https://app.example.com', 'https://*.example.com', 'http://localhost:*', /^.*$/],
    refused: [
      '',
      ' ',
      '*',
      '://',
      'https://',
      'https:',
      'https',
      'http://:80',
      'https://*',
      'https://*.example.com',
      'undefined',
      'true',
      'false',
      'NULL',
      'Null',
      'null ',
      ' null',
      'null.',
      'null:80',
    ],
  },
  "'null' is refused without allowNullOrigin, whatever rule matches it": {
    rules: ['https://app.example.com', /^null$/, /^.*$/],
    refused: ['null'],
  },
  'a subdomain pattern allows subdomains of any depth': {
    rules: 'https://*.example.com',
    allowed: [
      'https://a.example.com',
      'https://app.example.com',
      'https://a.b.example.com',
      'https://a.b.c.d.e.f.example.com',
      'https://example.com.example.com',
      'https://com.example.com',
      'https://1.2.3.4.example.com',
      'https://xn--bcher-kva.example.com',
      'https://a-b.example.com',
      'https://a_b.example.com',
      'https://_dmarc.example.com',
      'https://-.example.com',
    ],
  },
  'a subdomain pattern allows neither the domain itself nor what merely ends like it': {
    rules: 'https://*.example.com',
    refused: [
      'https://example.com',
      'https://evilexample.com',
      'https://evil-example.com',
      'https://evil_example.com',
      'https://a.evilexample.com',
      'https://a.example.com.evil.example',
      'https://a.example.comevil.example',
      'https://a.exampleXcom',
      'https://aXexample.com',
      'https://example.com.evil.example',
      'https://example.com.evil',
      'https://com',
      'https://a.com',
      'https://a.example.co',
      'https://a.example.org',
      'https://a.example.com.br',
    ],
  },
  'a subdomain pattern allows no other scheme or port': {
    rules: 'https://*.example.com',
    refused: [
      'http://a.example.com',
      'capacitor://a.example.com',
      'https://a.example.com:443',
      'https://a.example.com:80',
      'https://a.example.com:8443',
      'https://a.example.com:0',
      'https://a.example.com:',
    ],
  },
  'a subdomain pattern allows no empty label and no trailing dot': {
    rules: ['https://*.example.com', 'https://*.example.org:*'],
    refused: [
      'https://.example.com',
      'https://..example.com',
      'https://a..example.com',
      'https://.a.example.com',
      'https://a.b..example.com',
      'https://a.example.com.',
      'https://a.example.com..',
      'https://a..example.org:8443',
      'https://.example.org:8443',
      'https://a.example.org.:8443',
    ],
  },
  'a subdomain pattern with a port allows that port alone': {
    rules: 'https://*.example.com:8443',
    allowed: ['https://a.example.com:8443', 'https://a.b.example.com:8443'],
    refused: [
      'https://a.example.com',
      'https://a.example.com:443',
      'https://a.example.com:8444',
      'https://a.example.com:84433',
      'https://example.com:8443',
      'http://a.example.com:8443',
      'https://a.example.com:8443.evil.example',
    ],
  },
  'a port pattern allows any port, or none': {
    rules: 'http://localhost:*',
    allowed: [
      'http://localhost',
      'http://localhost:1',
      'http://localhost:80',
      'http://localhost:443',
      'http://localhost:3000',
      'http://localhost:9999',
      'http://localhost:10000',
      'http://localhost:65535',
    ],
    refused: [
      'http://localhost:0',
      'http://localhost:65536',
      'http://localhost:99999',
      'http://localhost:100000',
      'http://localhost:03000',
      'http://localhost:00',
      'http://localhost:',
      'http://localhost:*',
      'http://localhost:3000:3000',
      'http://localhost:-1',
      'http://localhost:+1',
      'http://localhost:1e3',
      'http://localhost:0x50',
      'http://localhost: 80',
      'http://localhost:80 ',
      'http://localhost:٣',
      'http://localhost:a',
      'http://localhost:80.evil.example',
      'http://localhost:80@evil.example',
      'https://localhost:3000',
      'http://a.localhost:3000',
      'http://localhost.evil.example:3000',
      'http://evil-localhost:3000',
      'http://localhost.:3000',
    ],
  },
  'a pattern of subdomains and ports allows both': {
    rules: 'https://*.example.com:*',
    allowed: ['https://a.example.com', 'https://a.example.com:8443', 'https://a.b.example.com:1'],
    refused: [
      'https://example.com',
      'https://example.com:8443',
      'https://a.example.com:0',
      'https://a.example.com:65536',
      'https://a.example.com:08443',
      'http://a.example.com:8443',
      'https://evilexample.com:8443',
      'https://a.example.com.evil.example:8443',
    ],
  },
  'an IPv4 address is a host like another': {
    rules: ['http://127.0.0.1', 'http://10.0.0.1:*', 'https://192.0.2.1:8443'],
    allowed: ['http://127.0.0.1', 'http://10.0.0.1', 'http://10.0.0.1:3000', 'https://192.0.2.1:8443'],
    refused: [
      'http://127.0.0.1:3000',
      'http://127.0.0.2',
      'http://127.1',
      'http://2130706433',
      'http://0x7f000001',
      'http://0177.0.0.1',
      'http://127.0.0.1.',
      'http://127.0.0.1.evil.example',
      'http://10.0.0.10:3000',
      'http://110.0.0.1:3000',
      'https://192.0.2.1',
      'http://192.0.2.1:8443',
    ],
  },
  'an IPv6 address stands in brackets': {
    rules: ['http://[::1]', 'http://[2001:db8::1]:*', 'https://[2001:db8::2]:8443'],
    allowed: [
      'http://[::1]',
      'http://[2001:db8::1]',
      'http://[2001:db8::1]:3000',
      'https://[2001:db8::2]:8443',
    ],
    refused: [
      'http://::1',
      'http://[::1',
      'http://::1]',
      'http://[]',
      'http://[::1]:3000',
      'http://[::1]:',
      'http://[::1]3000',
      'http://[::1].evil.example',
      'http://[0:0:0:0:0:0:0:1]',
      'http://[::0001]',
      'http://[::1%25eth0]',
      'http://[2001:DB8::1]:3000',
      'http://[2001:db8::1]:0',
      'http://[2001:db8::1]:65536',
      'http://[2001:db8::1]x:80',
      'http://x[2001:db8::1]:80',
      'http://[2001:db8::11]:3000',
      'https://[2001:db8::2]',
    ],
  },
  'an international host is allowed in punycode, never in Unicode': {
    rules: ['https://xn--bcher-kva.example', 'https://*.xn--mnchen-3ya.example'],
    allowed: ['https://xn--bcher-kva.example', 'https://app.xn--mnchen-3ya.example'],
    refused: [
      'https://bücher.example',
      'https://xn--BCHER-kva.example',
      'https://xn--bcher-kvb.example',
      'https://b%C3%BCcher.example',
      'https://app.münchen.example',
      'https://\u0430pp.xn--mnchen-3ya.example',
      'https://app\u3002xn--mnchen-3ya.example',
      'https://a\u200bpp.xn--mnchen-3ya.example',
      'https://app.xn--mnchen-3ya.example\u202e',
    ],
  },
  'origins of schemes other than http and https match byte by byte too': {
    rules: [
      'capacitor://localhost',
      'tauri://localhost:*',
      'chrome-extension://aabbccddeeffgghhiijjkkllmmnnoopp',
      'safari-web-extension://0A1B2C3D-4E5F-6789-ABCD-EF0123456789',
      'app://-',
      'httpx://*.example.com:*',
      'com.example.app+x-1://host',
    ],
    allowed: [
      'capacitor://localhost',
      'tauri://localhost',
      'tauri://localhost:1420',
      'chrome-extension://aabbccddeeffgghhiijjkkllmmnnoopp',
      'safari-web-extension://0A1B2C3D-4E5F-6789-ABCD-EF0123456789',
      'app://-',
      'httpx://a.example.com',
      'httpx://a.example.com:80',
      'com.example.app+x-1://host',
    ],
    refused: [
      'capacitor://localhost:80',
      'capacitor://localhost.evil.example',
      'capacitor://LOCALHOST',
      'Capacitor://localhost',
      'capacitor://',
      'capacitor:localhost',
      'http://localhost',
      'https://localhost',
      'tauri://localhost:0',
      'tauri://localhost/',
      'chrome-extension://AABBCCDDEEFFGGHHIIJJKKLLMMNNOOPP',
      'chrome-extension://aabbccddeeffgghhiijjkkllmmnnoopq',
      'chrome-extension://aabbccddeeffgghhiijjkkllmmnnoopp/page.html',
      'moz-extension://aabbccddeeffgghhiijjkkllmmnnoopp',
      'safari-web-extension://0a1b2c3d-4e5f-6789-abcd-ef0123456789',
      'https://a.example.com',
      'httpsx://a.example.com',
      '1app://-',
    ],
  },
  'a regular expression allows the origins that it matches': {
    rules: /^https:\/\/(?:app|www)-[0-9]+\.example\.com$/,
    allowed: ['https://app-1.example.com', 'https://www-42.example.com'],
    refused: [
      'https://app-.example.com',
      'https://app-1.example.com.evil.example',
      'https://evil.app-1.example.com',
      'https://app-1XexampleXcom',
      'http://app-1.example.com',
      'https://app-1.example.com:8443',
      'https://app-1.example.com\n',
    ],
  },
  'a regular expression with the flag i still sees origins as browsers send them': {
    rules: /^HTTPS:\/\/APP\.EXAMPLE\.COM$/i,
    allowed: ['https://app.example.com'],
    refused: ['https://APP.example.com', 'HTTPS://app.example.com'],
  },
  'a loose regular expression is asked only about what is an origin': {
    rules: /^https?:\/\/.*\.example\.com.*$/s,
    allowed: ['https://a.example.com', 'https://a.example.com.evil.example', 'https://a.example.com:65535'],
    refused: [
      'https://a.example.com:0',
      'https://a.example.com:65536',
      'https://a.example.com:08443',
      'https://a.example.com:',
      'https://a.example.com\nhttps://evil.example',
      'https://a.example.com, https://evil.example',
      'https://A.example.com',
      'https://evil.example/.example.com',
      'https://b\u00fccher.example.com',
    ],
  },
  'one of several rules is enough': {
    rules: [
      'https://one.example',
      'https://*.two.example',
      'http://localhost:*',
      /^https:\/\/pr-[0-9]+\.three\.example$/,
      'capacitor://localhost',
      'https://*.four.example:*',
      'https://*.four.example',
    ],
    allowed: [
      'https://one.example',
      'https://a.two.example',
      'http://localhost:4200',
      'https://pr-7.three.example',
      'capacitor://localhost',
      'https://a.four.example',
      'https://a.four.example:8443',
    ],
    refused: [
      'https://two.example',
      'https://a.one.example',
      'https://one.example:4200',
      'https://a.two.example:4200',
      'https://localhost:4200',
      'https://pr-.three.example',
      'https://one.example.two.example.evil',
      'https://five.example',
    ],
  },
  'an origin of up to 326 bytes is looked at, a longer one is refused': {
    rules: [ORIGIN_OF_326_BYTES, `x${ORIGIN_OF_326_BYTES}`, 'https://*.example.com', /^[a-z]+:\/\/.*$/],
    allowed: [
      ORIGIN_OF_326_BYTES,
      `https://${'a.'.repeat(121)}example.com`,
      `${'y'.repeat(64)}://${LONGEST_HOST}:65535`,
    ],
    refused: [
      `x${ORIGIN_OF_326_BYTES}`,
      `https://${'a.'.repeat(122)}example.com`,
      `https://${'a'.repeat(1_000)}.example.com`,
      `https://${'a.'.repeat(50_000)}example.com`,
      `https://a.example.com:${'1'.repeat(400)}`,
    ],
  },
};

function shown(probe: string): string {
  return probe.length > 100 ? `${probe.slice(0, 40)}… of ${probe.length} bytes` : probe;
}

const cases = Object.entries(TABLES).map(([sentence, { rules, allowed = [], refused = [] }]) => ({
  sentence,
  rules,
  pairs: [
    ...allowed.map(probe => ({ probe, shown: shown(probe), verdict: 'allowed' })),
    ...refused.map(probe => ({ probe, shown: shown(probe), verdict: 'refused' })),
  ],
}));

describe.each(cases)('$sentence', ({ rules, pairs }) => {
  const { origin } = policyFor(rules);

  it.each(pairs)('$shown is $verdict', ({ probe, verdict }) => {
    expect(origin.verdict(probe)).toBe(verdict);
  });
});

describe.each(SPECIAL_CHARACTERS)(
  '%j between an allowed host and an attacker’s makes no origin',
  character => {
    const { origin } = policyFor([
      'https://app.example.com',
      'https://*.example.com',
      'https://app.example.com:*',
      'https://*.example.org:*',
      /^https:\/\/(?:.+\.)?example\.(?:com|org)$/,
      /^https:\/\/app\.example\.com.*$/,
    ]);

    it.each([
      `https://app.example.com${character}.evil.example`,
      `https://app.example.com${character}evil.example`,
      `https://evil.example${character}.app.example.com`,
      `https://evil.example${character}app.example.com`,
      `https://evil.example${character}.example.org:8443`,
      `https://evil.example:${character}.app.example.com`,
      `https://${character}.app.example.com`,
      `https://app.example.com${character}`,
      `https${character}://app.example.com`,
      `${character}https://app.example.com`,
    ])('%j is refused', probe => {
      expect(origin.verdict(probe)).toBe('refused');
    });
  },
);

describe.each(HOST_CHARACTERS)('%j is part of a host’s name, and separates nothing', character => {
  const { origin } = policyFor([
    'https://app.example.com',
    'https://*.example.com',
    'https://app.example.com:*',
  ]);

  it.each([
    `https://app.example.com${character}.evil.example`,
    `https://app.example.com${character}evil.example`,
    `https://evil.example${character}example.com`,
    `https://evil${character}example.com`,
    `https://app.example.com${character}`,
    `https${character}://app.example.com`,
  ])('%j is refused', probe => {
    expect(origin.verdict(probe)).toBe('refused');
  });

  it('a name under the domain may contain it', () => {
    expect(origin.verdict(`https://evil.example${character}.example.com`)).toBe('allowed');
  });
});

describe.each(Array.from({ length: 33 }, (_, code) => String.fromCharCode(code === 32 ? 127 : code)))(
  'the control character %j makes no origin',
  character => {
    const { origin } = policyFor(['https://app.example.com', 'https://*.example.com', /^.*$/s]);

    it.each([
      `https://app.example.com${character}`,
      `${character}https://app.example.com`,
      `https://a${character}.example.com`,
    ])('%j is refused', probe => {
      expect(origin.verdict(probe)).toBe('refused');
    });
  },
);

describe("origin: '*'", () => {
  const { origin } = compiled({ origin: '*' });

  it.each(['https://any.example', 'null', '', 'https://a.example, https://b.example', 'no origin'])(
    'allows %j, whatever it is',
    probe => {
      expect(origin.verdict(probe)).toBe('allowed');
    },
  );

  it('allows an Origin header of any length', () => {
    expect(origin.verdict('x'.repeat(327))).toBe('allowed');
  });

  it('does not depend on the origin and asks nobody', () => {
    expect(origin).toMatchObject({ allowsAny: true, dependsOnOrigin: false, predicates: [] });
  });
});

describe('origin: false', () => {
  const { origin } = compiled({ origin: false });

  it.each(['https://any.example', 'null', '', '*', 'false'])('refuses %j', probe => {
    expect(origin.verdict(probe)).toBe('refused');
  });

  it('does not depend on the origin and asks nobody', () => {
    expect(origin).toMatchObject({ allowsAny: false, dependsOnOrigin: false, predicates: [] });
  });

  it('is what holds where no level says anything about origins', () => {
    expect(compiled({}).origin).toBe(origin);
  });
});

describe('origin rules', () => {
  const { origin } = policyFor('https://app.example.com');

  it('depend on the origin', () => {
    expect(origin).toMatchObject({ allowsAny: false, dependsOnOrigin: true, predicates: [] });
  });

  it('stay as they were compiled, whatever becomes of the list and its expressions', () => {
    const expression = /^https:\/\/pr-[0-9]+\.example$/;
    const rules: OriginRule[] = ['https://app.example', expression];
    const matcher = policyFor(rules).origin;
    rules[0] = 'https://evil.example';
    rules.push('https://other.example', () => true);
    expression.test = () => true;

    expect(matcher.verdict('https://app.example')).toBe('allowed');
    expect(matcher.verdict('https://pr-1.example')).toBe('allowed');
    expect(matcher.verdict('https://evil.example')).toBe('refused');
    expect(matcher.verdict('https://other.example')).toBe('refused');
  });

  it('give the same answer to the same question, however often it is put', () => {
    const matcher = policyFor(/^https:\/\/pr-[0-9]+\.example$/).origin;
    expect(Array.from({ length: 5 }, () => matcher.verdict('https://pr-1.example'))).toEqual(
      Array.from({ length: 5 }, () => 'allowed'),
    );
  });
});

describe("'null' in origin", () => {
  const allowNullOrigin = { allowNullOrigin: true };

  it.each([
    ["'null' itself", ['https://app.example.com', 'null']],
    ['a regular expression', [/^(?:null|https:\/\/app\.example\.com)$/]],
  ])('is allowed with allowNullOrigin by %s', (_, rules) => {
    expect(policyFor(rules, allowNullOrigin).origin.verdict('null')).toBe('allowed');
  });

  it('is refused with allowNullOrigin where no rule names it', () => {
    expect(
      policyFor(['https://app.example.com', 'https://*.example.com:*'], allowNullOrigin).origin.verdict(
        'null',
      ),
    ).toBe('refused');
  });

  it.each([{}, { allowNullOrigin: false }, { allowInsecureOrigins: true }])(
    'is refused with dangerously: %j',
    dangerously => {
      expect(policyFor(['null'], dangerously).origin.verdict('null')).toBe('refused');
    },
  );
});

describe('dynamic origins', () => {
  const predicate = () => true;
  const rules: OriginRule[] = ['https://app.example.com', /^https:\/\/pr-[0-9]+\.example$/, predicate];

  it.each([
    'https://other.example',
    'http://localhost:3000',
    'capacitor://localhost',
    'https://a.example.com',
  ])('are asked about %j, of which no other rule knows', probe => {
    expect(policyFor(rules).origin.verdict(probe)).toBe('ask');
  });

  it.each(['https://app.example.com', 'https://pr-1.example'])(
    'are not asked about %j, which another rule allows',
    probe => {
      expect(policyFor(rules).origin.verdict(probe)).toBe('allowed');
    },
  );

  it.each([
    'null',
    '',
    'no origin',
    'https://a.example, https://b.example',
    'https://a.example/',
    'https://A.example',
  ])('are never asked about %j', probe => {
    expect(policyFor(rules).origin.verdict(probe)).toBe('refused');
  });

  it('are never asked about an origin of more than 326 bytes', () => {
    expect(policyFor(rules).origin.verdict(`https://${'a'.repeat(318)}`)).toBe('ask');
    expect(policyFor(rules).origin.verdict(`https://${'a'.repeat(319)}`)).toBe('refused');
  });

  it("are asked about 'null' with allowNullOrigin", () => {
    expect(policyFor(rules, { allowNullOrigin: true }).origin.verdict('null')).toBe('ask');
  });

  it('are listed in the order in which they stand', () => {
    const first = () => false;
    const second = () => false;
    expect(policyFor([first, 'https://app.example.com', second]).origin.predicates).toEqual([first, second]);
  });
});

describe('a matcher for rules without predicates', () => {
  it('would refuse what a predicate is asked by mistake', () => {
    const options = { allowNullOrigin: false, allowFileOrigin: false, predicateOf: NO_PREDICATES };
    const { predicates } = compileOriginMatcher(() => true, options);
    expect(predicates.map(predicate => predicate('https://a.example', {}))).toEqual([false]);
  });
});

describe('an origin of another scheme', () => {
  const { origin } = policyFor([
    'app://',
    'app://.',
    'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455',
  ]);

  it.each(['app://', 'app://.', 'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455'])(
    '%s is compared byte for byte',
    probe => {
      expect(origin.verdict(probe)).toBe('allowed');
      expect(origin.verdict(`${probe}x`)).toBe('refused');
      expect(policyFor([() => true]).origin.verdict(probe)).toBe('ask');
    },
  );

  it.each([/^app:\/\/$/, /^app:\/\/\.?$/])('%s matches one without a host', rule => {
    expect(policyFor([rule]).origin.verdict('app://')).toBe('allowed');
  });
});

describe('a pattern of another scheme', () => {
  const { origin } = policyFor(['app://*.example.com', 'other://*.example.com:*']);

  it.each([
    'app://a.example.com',
    'app://a.b.example.com',
    'other://a.example.com:80',
    'other://a.b.example.com',
  ])('matches the subdomain of %s', probe => {
    expect(origin.verdict(probe)).toBe('allowed');
  });

  it.each([
    'app://example.com',
    'app://.example.com',
    'app://..example.com',
    'app://a..example.com',
    'app://.a.example.com',
    'app://a.example.com:80',
    'app://axexample.com',
    'app://a.example.com.',
    'other://.example.com:80',
  ])('does not match %s', probe => {
    expect(origin.verdict(probe)).toBe('refused');
  });
});

describe('a host that DNS cannot have', () => {
  const long = `https://${'a'.repeat(64)}.example.com`;
  const longer = `https://${'a.'.repeat(125)}example.com`;

  it.each([long, longer, 'https://a..example.com'])(
    '%s matches no expression and no pattern, and is for predicates',
    probe => {
      expect(policyFor([/^https:\/\/.*\.example\.com$/, 'https://*.example.com']).origin.verdict(probe)).toBe(
        'refused',
      );
      expect(policyFor([() => true]).origin.verdict(probe)).toBe('ask');
    },
  );
});
