import { isCorsSafelistedRequestHeader } from './cors-safelisted-request-header.js';
import { corsUnsafeRequestHeaderNames } from './cors-unsafe-request-header-names.js';

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
