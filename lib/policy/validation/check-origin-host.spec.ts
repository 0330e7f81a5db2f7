import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const A_63 = 'a'.repeat(63);
const HOST_OF_253 = `${'a.'.repeat(126)}a`;

/** A suggestion with only the corrected value. */
const writes = (corrected: string) =>
  new RegExp(`^write '${corrected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}'$`);

type Row = [origin: string, reason: RegExp, suggestion: RegExp];

const INVALID: Readonly<Record<string, Row[]>> = {
  'a Unicode host, and says the punycode': [
    ['https://münchen.example', /punycode/, writes('https://xn--mnchen-3ya.example')],
    ['https://MÜNCHEN.example:443', /punycode/, writes('https://xn--mnchen-3ya.example')],
    ['https://*.münchen.example', /punycode/, writes('https://*.xn--mnchen-3ya.example')],
    ['https://例え.テスト:8443', /punycode/, writes('https://xn--r8jz45g.xn--zckzah:8443')],
    ['https://faß.example', /punycode/, writes('https://xn--fa-hia.example')],
    ['https://ａｐｐ.example', /punycode/, writes('https://app.example')],
    ['https://a\u200db.example', /punycode/, /labels that begin with xn--/],
  ],
  'a label that is not valid punycode': [
    ['https://xn--a.example', /xn--/, /address bar/],
    ['https://xn--.example', /xn--/, /address bar/],
    ['https://4.xn--a.example', /xn--/, /address bar/],
    ['https://*.xn--abc.example', /xn--/, /address bar/],
  ],
  'IPv6 that is not in brackets or not canonical': [
    ['http://::1', /needs brackets/, writes('http://[::1]')],
    ['http://2001:db8::1', /needs brackets/, writes('http://[2001:db8::1]')],
    ['http://2001:DB8::1:8080', /needs brackets/, /'http:\/\/\[::1\]:8080'/],
    ['http://fe80::a', /needs brackets/, writes('http://[fe80::a]')],
    ['http://fe80:1::a', /needs brackets/, writes('http://[fe80:1::a]')],
    ['http://::1:3000', /needs brackets/, /'http:\/\/\[::1\]:8080'/],
    ['http://[0:0:0:0:0:0:0:1]', /as \[::1\]/, writes('http://[::1]')],
    ['http://[2001:DB8::1]:8080', /as \[2001:db8::1\]/, writes('http://[2001:db8::1]:8080')],
    ['http://[2001:0db8::0001]', /as \[2001:db8::1\]/, writes('http://[2001:db8::1]')],
    ['http://[2001:db8::1:0:0:0]', /as \[2001:db8:0:0:1::\]/, writes('http://[2001:db8:0:0:1::]')],
    ['http://[::ffff:127.0.0.1]', /as \[::ffff:7f00:1\]/, writes('http://[::ffff:7f00:1]')],
    ['http://[fe80::1%eth0]', /zone/, writes('http://[fe80::1]')],
    ['http://[fe80::1%25eth0]:8080', /zone/, writes('http://[fe80::1]:8080')],
    ['http://[fe80::x]', /not an IPv6 address/, /in its shortest form/],
    ['http://[1:2:3:4:5:6:7:8:9]', /not an IPv6 address/, /in its shortest form/],
    ['http://[]', /not an IPv6 address/, /in its shortest form/],
    ['http://[127.0.0.1]', /not an IPv6 address/, /in brackets/],
    ['http://[::1', /brackets must enclose/, writes('http://[::1]')],
    ['http://[::1]x', /brackets must enclose/, /in brackets/],
    ['http://[::]1', /brackets must enclose/, /in its shortest form/],
    ['http://::1[', /brackets must enclose/, /in its shortest form/],
    ['http://x[::1]', /brackets must enclose/, /in brackets/],
    ['http://app]', /brackets must enclose/, /in brackets/],
  ],
  'malformed IPv4': [
    ['http://256.1.1.1', /'256\.1\.1\.1' is not one/, /four decimal numbers/],
    ['http://1.2.3.4.5', /is not one/, /four decimal numbers/],
    ['http://app.1', /is not one/, /four decimal numbers/],
    ['http://app.0x', /is not one/, /four decimal numbers/],
    ['http://app.0x7f', /is not one/, /four decimal numbers/],
    ['http://1.2.3.09', /is not one/, /four decimal numbers/],
    ['http://1.2.3', /as 1\.2\.0\.3/, writes('http://1.2.0.3')],
    ['http://127.1', /as 127\.0\.0\.1/, writes('http://127.0.0.1')],
    ['http://0x7f.1', /as 127\.0\.0\.1/, writes('http://127.0.0.1')],
    ['http://010.0.0.1:8080', /as 8\.0\.0\.1/, writes('http://8.0.0.1:8080')],
    ['http://2130706433', /as 127\.0\.0\.1/, writes('http://127.0.0.1')],
    ['http://127.0.0.1.', /ends with a dot/, writes('http://127.0.0.1')],
  ],
  'an empty or an over-long label or host': [
    ['https://app..example.com', /empty label/, /one dot between labels/],
    ['https://.example.com', /empty label/, /one dot between labels/],
    ['https://app.example.com.', /ends with a dot/, writes('https://app.example.com')],
    ['https://.', /ends with a dot/, /without the dot/],
    ['https://*.example.com.', /ends with a dot/, writes('https://*.example.com')],
    [`https://${A_63}a.example`, /longer than the 63 characters/, /in DNS/],
    [`https://${HOST_OF_253}a`, /longer than the 253 characters/, /in DNS/],
    [`https://${'é'.repeat(60)}.example`, /punycode/, /labels that begin with xn--/],
  ],
  'a character that a serialised origin cannot have': [
    ['https://app%2eexample.com', /'%'/, writes('https://app.example.com')],
    ['https://ex%61mple.com', /'%'/, writes('https://example.com')],
    ['https://a$b.example', /'\$'/, /letters, digits, hyphens and dots/],
    ['https://a|b.example', /'\|'/, /letters, digits, hyphens and dots/],
    ["https://a'b.example", /'\\''/, /letters, digits, hyphens and dots/],
    ['https://{tenant}.example.com', /'\{'/, /letters, digits, hyphens and dots/],
    ['https://(a).example', /'\('/, /letters, digits, hyphens and dots/],
  ],
  'a pattern with * anywhere but as the first label or the port': [
    ['https://*', /every host/, /'\*' alone/],
    ['https://*:*', /every host/, /'\*' alone/],
    ['https://**', /every host/, /'\*' alone/],
    ['https://*.*', /every host/, /'\*' alone/],
    ['https://*.', /every host/, /'\*' alone/],
    ['chrome-extension://*', /every host/, /'\*' alone/],
    ['https://*.*.example.com', /whole first label/, writes('https://*.example.com')],
    ['https://**.example.com', /whole first label/, writes('https://*.example.com')],
    ['https://app.*.example.com', /first label/, /'https:\/\/\*\.example\.com'/],
    ['https://app.example.*', /first label/, /'https:\/\/\*\.example\.com'/],
    ['https://*example.com', /whole first label/, /regular expression/],
    ['https://*-preview.example.com', /whole first label/, /regular expression/],
    ['https://pr-*.example.com', /whole first label/, /regular expression/],
    ['https://.*.example.com', /whole first label/, /regular expression/],
    ['https://*.app.*.example.com', /whole first label/, /regular expression/],
    ['*://app.example.com', /cannot replace the scheme/, /one origin for each scheme/],
    ['http*://app.example.com', /cannot replace the scheme/, /one origin for each scheme/],
    ['https://app.example.com:80*', /whole port/, /'\*' for any port/],
    ['https://app.example.com:**', /whole port/, /'\*' for any port/],
    ['**', /'\*\*' is not an origin/, /^write origin: '\*'/],
    [' * ', /' \* ' is not an origin/, /^write origin: '\*'/],
  ],
  '* before an IP address': [
    ['https://*.1.2.3.4', /IP address has no subdomains/, /one by one/],
    ['https://pr-*.1', /IP address has no subdomains/, /one by one/],
    ['https://*.127.1', /IP address has no subdomains/, /one by one/],
    ['https://*.[::1]', /IP address has no subdomains/, /one by one/],
    ['https://*.[::1]:8080', /IP address has no subdomains/, /one by one/],
    ['https://*[::1]', /IP address has no subdomains/, /one by one/],
  ],
};

const VALID: Readonly<Record<string, string[]>> = {
  'the host names that browsers accept': [
    'https://my_app.example.com',
    'https://-app.example.com',
    'https://app-.example.com',
    'https://a--b.example.com',
    'https://xn--mnchen-3ya.example',
    'https://xn--n3h.example',
    `https://${A_63}.example`,
    `https://${HOST_OF_253}`,
  ],
  'a canonical IP address': [
    'http://127.0.0.1',
    'http://192.168.0.1:8080',
    'https://255.255.255.255',
    'http://0.0.0.0',
    'http://[::1]',
    'http://[::1]:3000',
    'http://[2001:db8::1]',
    'http://[::ffff:7f00:1]',
    'http://[::]',
  ],
  'a pattern of subdomains or ports': [
    'https://*.example.com',
    'https://*.a.b.example.com',
    'https://*.4.example.com',
    'https://*.com',
    'https://*.localhost',
    'https://*.xn--mnchen-3ya.example',
    'https://*.my_app.example.com:8443',
    'https://*.example.com:*',
    'http://localhost:*',
    'http://127.0.0.1:*',
    'http://[::1]:*',
    'capacitor://*.example.com',
    'tauri://localhost:*',
  ],
};

describe.each(Object.entries(INVALID))('start-up refuses %s', (_, rows) => {
  it.each(rows)('%j is an error that says why and what to write', (origin, reason, suggestion) => {
    expect(checkPolicyOptions({ origin })).toEqual([
      {
        field: 'origin',
        value: origin,
        reason: matching(reason),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it.each(rows)('%j is the one error of a list around it', origin => {
    const problems = checkPolicyOptions({ origin: ['https://first.example', origin, /^last$/] });
    expect(problems).toEqual([expect.objectContaining({ field: 'origin', value: origin })]);
  });
});

describe.each(Object.entries(VALID))('start-up takes %s', (_, origins) => {
  it.each(origins)('%s is legal, alone, in a list and twice', origin => {
    expect(checkPolicyOptions({ origin })).toEqual([]);
    expect(checkPolicyOptions({ origin: [origin, origin] })).toEqual([]);
  });
});
