import { MAX_ORIGIN_LENGTH, canExist, isWebScheme, pageOrigin, parseOrigin } from './origins.js';

const LONGEST_HOST = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}`;

describe('a serialised origin', () => {
  it.each([
    ['https://app.example.com', 'https://', 'app.example.com', ''],
    ['https://app.example.com:8443', 'https://', 'app.example.com', ':8443'],
    ['http://localhost:1', 'http://', 'localhost', ':1'],
    ['http://localhost:65535', 'http://', 'localhost', ':65535'],
    ['http://127.0.0.1:3000', 'http://', '127.0.0.1', ':3000'],
    ['http://[::1]', 'http://', '[::1]', ''],
    ['http://[2001:db8::1]:3000', 'http://', '[2001:db8::1]', ':3000'],
    ['http://[::ffff:192.0.2.1]:1', 'http://', '[::ffff:192.0.2.1]', ':1'],
    ['capacitor://localhost', 'capacitor://', 'localhost', ''],
    ['chrome-extension://ABC', 'chrome-extension://', 'ABC', ''],
    ['com.example+x-1://h:2', 'com.example+x-1://', 'h', ':2'],
    ['httpx://Host~1', 'httpx://', 'Host~1', ''],
    ['xhttps://Host', 'xhttps://', 'Host', ''],
    ['app://', 'app://', '', ''],
    ['app://.', 'app://', '.', ''],
    ['file://', 'file://', '', ''],
    ['safari-web-extension://140BB581-A1B2', 'safari-web-extension://', '140BB581-A1B2', ''],
    ['a0123456789://h', 'a0123456789://', 'h', ''],
    ['httpsx://[FE80::1]:9', 'httpsx://', '[FE80::1]', ':9'],
  ])('%s has its parts', (origin, scheme, host, port) => {
    expect(parseOrigin(origin)).toEqual({ scheme, host, port });
  });

  it.each([
    'null',
    '',
    'https://',
    'https://:80',
    'http://',
    'app://:80',
    'https://host:',
    'https://host:0',
    'https://host:01',
    'https://host:65536',
    'https://host:123456',
    'https://Host',
    'http://Host',
    'https://host~1',
    'https://[FE80::1]',
    'https://[::1',
    'https://::1',
    'https://[]',
    'https://[::1]x',
    'https://host/',
    'https://user@host',
    'https://host, https://host',
    'https://host\n',
    '\nhttps://host',
    'HTTPS://host',
    'Capacitor://host',
    '1app://host',
    'app:host',
  ])('is not %j', text => {
    expect(parseOrigin(text)).toBeUndefined();
  });

  it('is at most as long as a scheme of 64, a host of 253 and the highest port', () => {
    expect(LONGEST_HOST).toHaveLength(253);
    expect(`${'s'.repeat(64)}://${LONGEST_HOST}:65535`).toHaveLength(MAX_ORIGIN_LENGTH);
  });
});

describe('whether DNS can have a host', () => {
  it.each([
    ['https://app.example.com', true],
    ['https://app.example.com.', true],
    ['https://[::1]', true],
    ['app://', true],
    ['app://.', true],
    [`https://${LONGEST_HOST}`, true],
    [`https://a.${LONGEST_HOST.slice(1)}`, false],
    [`https://${'a'.repeat(64)}.com`, false],
    [`app://${'a'.repeat(64)}`, false],
    ['https://.example.com', false],
    ['https://a..example.com', false],
    [`${'s'.repeat(64)}://a`, true],
    [`${'s'.repeat(65)}://a`, false],
  ])('%s: %s', (origin, possible) => {
    const parts = parseOrigin(origin);
    expect(parts && canExist(parts)).toBe(possible);
  });

  it.each([
    ['http:', true],
    ['https://a', true],
    ['httpx:', false],
    ['app:', false],
  ])('%s is a scheme of the web: %s', (text, web) => {
    expect(isWebScheme(text)).toBe(web);
  });
});

describe("A page's origin", () => {
  it.each([
    'https://app.example.com',
    'http://localhost:4200',
    'http://[::1]:3000',
    'capacitor://localhost',
    'app://',
    'app://.',
    'file://',
    'safari-web-extension://140BB581-A1B2-4C3D-9E8F-001122334455',
    'null',
  ])('%s is one', origin => {
    expect(pageOrigin(origin)).toBe(origin);
  });

  it.each([
    ['https://app.example.com/', "Say 'https://app.example.com'"],
    ['https://APP.example.com', "Say 'https://app.example.com'"],
    ['https://app.example.com:443', "Say 'https://app.example.com'"],
    ['app.example.com', 'is not an origin as browsers serialise it.'],
    ['', 'is not an origin as browsers serialise it.'],
  ])('%s is none', (origin, message) => {
    expect(() => pageOrigin(origin)).toThrow(message);
  });
});
