import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const LONGEST_ORIGIN = `${'x'.repeat(64)}://${'a.'.repeat(126)}a:65535`;

/** A suggestion with only the corrected value. */
const writes = (corrected: string) =>
  new RegExp(`^write '${corrected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}'$`);

type Row = [origin: string, reason: RegExp, suggestion: RegExp];

const INVALID: Readonly<Record<string, Row[]>> = {
  'an origin with a trailing slash, a path, a query or a fragment': [
    ['https://app.example.com/', /trailing slash/, writes('https://app.example.com')],
    ['http://localhost:3000/', /trailing slash/, writes('http://localhost:3000')],
    ['chrome-extension://abcdefgh/', /trailing slash/, writes('chrome-extension://abcdefgh')],
    ['https://*.example.com/', /trailing slash/, writes('https://*.example.com')],
    ['https://app.example.com/login', /a path/, writes('https://app.example.com')],
    ['https://app.example.com/*', /a path/, writes('https://app.example.com')],
    ['https://app.example.com/a?b#c', /a path/, writes('https://app.example.com')],
    ['https://app.example.com\\login', /a path/, writes('https://app.example.com')],
    ['https://app.example.com//', /a path/, writes('https://app.example.com')],
    ['https://app.example.com?tenant=1', /a query/, writes('https://app.example.com')],
    ['https://app.example.com#top', /a fragment/, writes('https://app.example.com')],
  ],
  'an origin with userinfo': [
    ['https://user@app.example.com', /username/, writes('https://app.example.com')],
    ['https://user:secret@app.example.com', /username or a password/, writes('https://app.example.com')],
    ['https://@app.example.com', /username/, writes('https://app.example.com')],
    ['https://user@a$b.example', /username/, /^write scheme, host and port only$/],
  ],
  'an origin with whitespace or an invisible character': [
    [' https://app.example.com', /whitespace/, writes('https://app.example.com')],
    ['https://app.example.com ', /whitespace/, writes('https://app.example.com')],
    ['https://app.example.com\n', /whitespace/, writes('https://app.example.com')],
    ['\u00a0https://app.example.com', /whitespace/, writes('https://app.example.com')],
    ['https://app.example.com\u200b', /an invisible character/, writes('https://app.example.com')],
    ['\ufeffhttps://app.example.com', /an invisible character/, writes('https://app.example.com')],
    ['fal se', /whitespace/, /delete that character/],
    ['https://app. example.com', /whitespace/, /delete that character/],
    ['https://app\t.example.com', /whitespace/, /delete that character/],
    ['https://\u202eapp.example.com', /an invisible character/, /delete that character/],
    ['https://app\0.example.com', /an invisible character/, /delete that character/],
  ],
  'an origin in upper case': [
    ['HTTPS://app.example.com', /lower case/, writes('https://app.example.com')],
    ['https://App.Example.COM', /lower case/, writes('https://app.example.com')],
    ['https://*.Example.com', /lower case/, writes('https://*.example.com')],
    ['https://A$b.example', /lower case/, /^write it in lower case$/],
    ['app://a$b', /browsers never send a host with '\$'/, /letters, digits/],
    ['app://:80', /the host is missing/, /write a host/],
    ['app://[::1', /host with '\['/, /letters, digits/],
    ['app://x[::1]', /host with '\['/, /letters, digits/],
    ['app://[::1]x', /host with '\['/, /letters, digits/],
    ['app://[x]', /host with '\['/, /letters, digits/],
    ['Capacitor://localhost', /lower case/, writes('capacitor://localhost')],
    ['https://XN--MNCHEN-3YA.example', /lower case/, writes('https://xn--mnchen-3ya.example')],
  ],
  'a default port': [
    ['https://app.example.com:443', /default port of https/, writes('https://app.example.com')],
    ['http://localhost:80', /default port of http$/, writes('http://localhost')],
    ['https://*.example.com:443', /default port/, writes('https://*.example.com')],
    ['http://[::1]:80', /default port/, writes('http://[::1]')],
  ],
  'a port outside 1..65535, with leading zeros, or that is none': [
    ['https://app.example.com:0', /not between 1 and 65535/, /from 1 to 65535/],
    ['https://app.example.com:65536', /not between 1 and 65535/, /from 1 to 65535/],
    ['https://app.example.com:99999999999999999999', /not between 1 and 65535/, /from 1 to 65535/],
    ['https://app.example.com:08443', /leading zeros/, writes('https://app.example.com:8443')],
    ['https://app.example.com:008443', /leading zeros/, writes('https://app.example.com:8443')],
    ['https://app.example.com:0443', /leading zeros/, writes('https://app.example.com')],
    ['https://app.example.com:00', /not between 1 and 65535/, /from 1 to 65535/],
    ['https://app.example.com:', /no port follows/, writes('https://app.example.com')],
    ['https://app.example.com:port', /'port' is not a port/, /from 1 to 65535/],
    ['https://app.example.com:-1', /'-1' is not a port/, /from 1 to 65535/],
    ['https://app.example.com:8443.5', /is not a port/, /from 1 to 65535/],
    ['https://app.example.com:٣', /is not a port/, /from 1 to 65535/],
    ['https://app.example.com:8443:9443', /more than one colon/, /one port/],
    ['https://[::1]:80:90', /is not a port/, /from 1 to 65535/],
  ],
  'an origin without a scheme': [
    ['app.example.com', /the scheme is missing/, writes('https://app.example.com')],
    ['*.example.com', /the scheme is missing/, writes('https://*.example.com')],
    ['app.example.com:8443/login', /the scheme is missing/, writes('https://app.example.com:8443')],
    ['app.example.com//login', /the scheme is missing/, writes('https://app.example.com')],
    ['//app.example.com', /the scheme is missing/, writes('https://app.example.com')],
    ['user@app.example.com', /the scheme is missing/, writes('https://app.example.com')],
    ['localhost', /the scheme is missing/, writes('http://localhost')],
    ['localhost:3000', /the scheme is missing/, writes('http://localhost:3000')],
    ['127.0.0.1:3000', /the scheme is missing/, writes('http://127.0.0.1:3000')],
    ['[::1]:3000', /the scheme is missing/, writes('http://[::1]:3000')],
    ['intranet:8080', /the scheme is missing/, writes('https://intranet:8080')],
    ['https:app.example.com', /the scheme is missing/, writes('https://app.example.com')],
    ['https:/app.example.com', /the scheme is missing/, writes('https://app.example.com')],
    ['HTTP//app.example.com', /the scheme is missing/, writes('http://app.example.com')],
    ['://app.example.com', /the scheme is missing/, /write the scheme too/],
    ['xhttps:/app.example.com', /the scheme is missing/, /write the scheme too/],
    ['/https://app.example.com', /the scheme is missing/, /write the scheme too/],
    ['/login', /the scheme is missing/, /write the scheme too/],
    ['any', /the scheme is missing/, /write the scheme too/],
    ['undefined', /the scheme is missing/, /write the scheme too/],
  ],
  'a scheme that no origin has': [
    ['file:///var/www', /'null' as the origin of a file: page/, /serve the page over http/],
    ['FILE:///C:/app', /'null' as the origin of a file: page/, /allowNullOrigin/],
    ['data:text/html,<p>', /'null' as the origin of a data: page/, /allowNullOrigin/],
    ['blob:https://app.example.com/1-2', /origin of the page that made it/, /origin of that page/],
    ['about:blank', /origin of the page that opened it/, /origin of that page/],
    ['javascript:alert(1,2)', /origin of the page that contains it/, /origin of that page/],
    ['ws://localhost:3000', /has an http: or https: origin/, writes('http://localhost:3000')],
    ['wss://app.example.com', /has an http: or https: origin/, writes('https://app.example.com')],
    ['wss://*', /has an http: or https: origin/, /with https:/],
    ['1a://app.example.com', /'1a' is not a scheme/, /such as https/],
    ['ht_tp://app.example.com', /'ht_tp' is not a scheme/, /such as https/],
    ['https?://app.example.com', /'https\?' is not a scheme/, /such as https/],
    ['^https://app.example.com$', /'\^https' is not a scheme/, /such as https/],
    ['https:http://app.example.com', /'https:http' is not a scheme/, writes('http://app.example.com')],
    ['http:https://app.example.com', /'http:https' is not a scheme/, writes('https://app.example.com')],
    ['https://https://app.example.com', /without a path/, writes('https://app.example.com')],
  ],
  'an origin without a host': [
    ['https://', /the host is missing/, /write a host/],
    ['https://:8443', /the host is missing/, /write a host/],
    ['https://user@', /the host is missing/, /write a host/],
    ['https:///app.example.com', /the host is missing/, writes('https://app.example.com')],
  ],
  'several origins in one string, and says to write a list': [
    [
      'https://a.example,https://b.example',
      /only one origin/,
      /\['https:\/\/a\.example', 'https:\/\/b\.example'\]$/,
    ],
    [
      'https://a.example/, b.example',
      /only one origin/,
      /\['https:\/\/a\.example', 'https:\/\/b\.example'\]$/,
    ],
    [
      'https://a.example;null',
      /only one origin/,
      /\['https:\/\/a\.example', 'null'\], with dangerously: \{ allowNullOrigin: true \}$/,
    ],
    [
      'https://a.example https://b.example',
      /only one origin/,
      /\['https:\/\/a\.example', 'https:\/\/b\.example'\]$/,
    ],
    [
      'https://a.example\nhttps://b.example',
      /only one origin/,
      /\['https:\/\/a\.example', 'https:\/\/b\.example'\]$/,
    ],
    ['https://a.example,', /only one origin/, /\['https:\/\/a\.example'\]$/],
    [
      'a.b;c.d,e.f g.h i.j,k.l',
      /only one origin/,
      /^write a list, \['https:\/\/a\.b', .*, 'https:\/\/k\.l'\]$/,
    ],
    ['a.b c.d e.f g.h i.j k.l,m.n', /only one origin/, /as a member of a list/],
    ['one,two', /only one origin/, /as a member of a list, or .* parseOrigins/],
    [
      `https://a.example${',https://b.example'.repeat(50)}`,
      /only one origin/,
      /as a member of a list, or .* parseOrigins/,
    ],
  ],
  'a word that is not an origin': [
    ['', /empty string/, /or false/],
    ['  ', /empty string/, /or false/],
    [',', /empty string/, /or false/],
    ['NULL', /in lower case/, /^write 'null', with dangerously: /],
    ['Null', /in lower case/, /^write 'null', with dangerously: /],
    [' null', /in lower case/, /^write 'null', with dangerously: /],
    ['  NULL, ', /in lower case/, /^write 'null', with dangerously: /],
    ['true', /string 'true'/, /'\*' for any origin/],
    ['false', /string 'false'/, /false, without quotes/],
    ['FALSE', /string 'false'/, /false, without quotes/],
  ],
  'an origin of more than 326 bytes': [
    [`x${LONGEST_ORIGIN}`, /at most 326 bytes/, /scheme, host and port only/],
    [`https://app.example.com/${'a'.repeat(400)}`, /at most 326 bytes/, writes('https://app.example.com')],
    [`https://${'é'.repeat(160)}`, /at most 326 bytes/, /scheme, host and port only/],
  ],
};

const VALID: Readonly<Record<string, string[]>> = {
  'a serialised http or https origin': [
    'https://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com:1',
    'https://app.example.com:65535',
    'https://app.example.com:80',
    'http://app.example.com:443',
    'http://localhost',
    'http://localhost:3000',
    'https://intranet',
    'https://a.b.c.d.e.f.example',
    'https://0app.example',
    'https://4.example',
    'https://com',
  ],
  'a scheme other than http and https': [
    'capacitor://localhost',
    'ionic://localhost',
    'tauri://localhost',
    'tauri://localhost:1420',
    'chrome-extension://aabbccddeeffgghhiijjkkllmmnnoopp',
    'moz-extension://4b1ae21c-3f0e-4c59-9d0a-2d4d4f6cf9a1',
    'vscode-webview://0k2l3',
    'app://',
    'app://.',
    'app://[::1]',
    'app://[::1]:3000',
    'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455',
    'app://obsidian.md',
    'app://-',
    'com.example.app://localhost:443',
    'a+b-c.1://host',
  ],
  "the opaque origin 'null' by itself": ['null'],
  'an origin of 326 bytes': [LONGEST_ORIGIN],
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
