import { pageOrigin } from './page-origin.js';
import { guessRegistrableDomain, isLoopback, isSameSite, siteOf } from './same-site.js';

describe("A page's origin", () => {
  it.each([
    'https://app.example.com',
    'http://localhost:4200',
    'http://[::1]:3000',
    'capacitor://localhost',
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

describe('Same site', () => {
  it.each([
    ['https://app.example.com', 'https://api.example.com:8443', true],
    ['https://a.example.co.uk', 'https://b.example.co.uk', true],
    ['https://a.co.uk', 'https://b.co.uk', false],
    ['https://example.com', 'http://example.com', false],
    ['http://localhost:1', 'http://localhost:2', true],
    ['http://127.0.0.1:1', 'http://127.1.0.1:1', false],
    ['http://[::1]:1', 'http://[::1]:2', true],
    ['null', 'null', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(isSameSite(a, b, guessRegistrableDomain)).toBe(expected);
  });

  it('an opaque origin is a site of its own', () => {
    expect(siteOf('null', guessRegistrableDomain)).toBe('null');
  });

  it.each([
    ['localhost', true],
    ['api.localhost', true],
    ['127.9.9.9', true],
    ['[::1]', true],
    ['127.example.com', false],
    ['10.0.0.1', false],
  ])('%s is loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
