import {
  corsUnsafeRequestHeaderNames,
  isCorsSafelistedRequestHeader,
  isForbiddenRequestHeader,
} from './request-headers.js';

const LONGEST = 'a'.repeat(128);

describe('A CORS-safelisted request-header', () => {
  it.each([
    ['Accept', 'application/json, text/html;q=0.5'],
    ['accept', 'tab\tis safe'],
    ['ACCEPT', LONGEST],
    ['Accept', ''],
    ['Accept', '\u00e4'],
    ['Accept-Language', 'de-DE, en;q=0.5, *'],
    ['Content-Language', 'de'],
    ['Content-Type', 'text/plain'],
    ['Content-Type', 'TEXT/PLAIN; charset=utf-8'],
    ['Content-Type', 'text/plain ;charset=utf-8'],
    ['Content-Type', 'multipart/form-data; boundary=x'],
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Range', 'bytes=0-'],
    ['Range', 'bytes=0-0'],
    ['Range', 'bytes=18446744073709551616-18446744073709551617'],
  ])('%s: %s', (name, value) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(true);
  });

  it.each([
    ...['"', '(', ')', ':', '<', '>', '?', '@', '[', '\\', ']', '{', '}', '\u007f', '\u0001', '\u001f'].map(
      (byte): [string, string, string] => ['a CORS-unsafe request-header byte', 'Accept', `a${byte}b`],
    ),
    ['longer than 128 bytes', 'Accept', `${LONGEST}a`],
    ['not in 0-9A-Za-z *,-.;=', 'Accept-Language', 'en_US'],
    ['not in 0-9A-Za-z *,-.;=', 'Content-Language', 'de\t'],
    ['another essence', 'Content-Type', 'application/json'],
    ['no MIME type', 'Content-Type', 'text'],
    ['no MIME type', 'Content-Type', ''],
    ['no MIME type', 'Content-Type', 'text/plain, text/plain'],
    ['no MIME type', 'Content-Type', 'text/ plain'],
    ['a CORS-unsafe request-header byte', 'Content-Type', 'text/plain; a="b"'],
    ['a suffix range', 'Range', 'bytes=-99'],
    ['several ranges', 'Range', 'bytes=0-1,2-3'],
    ['whitespace', 'Range', 'bytes= 0-1'],
    ['an end before the start', 'Range', 'bytes=2-1'],
    ['no bytes', 'Range', 'BYTES=0-'],
    ['another name', 'X-Requested-With', 'a'],
    ['another name', 'Authorization', 'a'],
    ['another name', 'If-None-Match', 'a'],
    ['another name', 'Cache-Control', 'no-cache'],
  ])('is not %s: %s: %s', (_why, name, value) => {
    expect(isCorsSafelistedRequestHeader(name, value)).toBe(false);
  });
});

type Header = readonly [name: string, value: string];

function names(...headers: Header[]): string[] {
  return corsUnsafeRequestHeaderNames(headers, isCorsSafelistedRequestHeader);
}

describe('CORS-unsafe request-header names', () => {
  it('are in lower case, sorted, each once', () => {
    expect(names(['X-B', '1'], ['x-a', '1'], ['X-b', '2'], ['Accept', '*/*'])).toEqual(['x-a', 'x-b']);
  });

  it('a safelisted name with an unsafe value is one', () => {
    expect(names(['Accept', 'a"b'], ['Content-Type', 'text/plain'])).toEqual(['accept']);
  });

  it('safelisted values of more than 1024 bytes in all make each of them unsafe', () => {
    const lines = (count: number) => Array.from({ length: count }, (): Header => ['Accept', 'a'.repeat(128)]);

    expect(names(...lines(8))).toEqual([]);
    expect(names(...lines(8), ['Accept-Language', 'd'])).toEqual(['accept', 'accept-language']);
  });
});

describe('Forbidden request-headers', () => {
  it.each([
    ['Cookie', 'a=1'],
    ['ORIGIN', 'https://example.com'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['proxy-x', '1'],
    ['Access-Control-Request-Method', 'PUT'],
    ['X-HTTP-Method-Override', 'PUT, trace'],
  ])('%s: %s', (name, value) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(true);
  });

  it.each([
    ['X-Sec-Fetch', '1'],
    ['Authorization', 'Bearer x'],
    ['X-HTTP-Method-Override', 'PUT'],
    ['User-Agent', 'x'],
  ])('not %s: %s', (name, value) => {
    expect(isForbiddenRequestHeader(name, value)).toBe(false);
  });
});
