import { guessRegistrableDomain, isLoopback, isSameSite, siteOf } from './same-site.js';

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
