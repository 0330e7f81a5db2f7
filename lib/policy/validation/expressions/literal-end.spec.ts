import { parsePattern } from './expression-tree.js';
import { type LiteralEnd, literalEnd } from './literal-end.js';

describe('the host that an expression ends with', () => {
  it.each<[source: string, host: string, rest: Partial<LiteralEnd>]>([
    ['example\\.com', 'example.com', {}],
    ['example.com', 'example.com', {}],
    ['EXAMPLE\\.com', 'example.com', {}],
    ['(example\\.com)', 'example.com', {}],
    ['(?:(?:example\\.com))', 'example.com', {}],
    ['(?:example\\.)com', 'com', {}],
    ['example\\.com$', 'example.com', {}],
    ['^example\\.com$', 'example.com', { subdomains: 'none' }],
    ['^[a-z]*example\\.com$', 'example.com', {}],
    ['\\dexample\\.com$', 'example.com', {}],
    ['\\.example\\.com$', 'example.com', { subdomains: 'only' }],
    ['.example.com', 'example.com', { subdomains: 'only' }],
    ['example\\.com(?::\\d+)?\\/?$', 'example.com', {}],
    ['example\\.com\\/', 'example.com', {}],
    ['example\\.com:8080', 'example.com', { port: ':8080' }],
    ['example\\.com:\\d+', 'example.com', { port: ':*' }],
    ['a1.b2-c.x_3.example4', 'a1.b2-c.x_3.example4', {}],
    ['https:\\/\\/example\\.com', 'example.com', { scheme: 'https', subdomains: 'none' }],
    ['s?:\\/\\/example\\.com', 'example.com', { subdomains: 'none' }],
    ['h2:\\/\\/example\\.com', 'example.com', { scheme: 'h2', subdomains: 'none' }],
  ])('%s ends with %s', (source, host, rest) => {
    const defaults = { scheme: undefined, port: '', subdomains: 'also' };
    expect(literalEnd(parsePattern(source, ''))).toEqual({ ...defaults, host, ...rest });
  });

  it.each([
    'a|b',
    '(?:a\\.com|b\\.com)',
    'example\\.[a-z]+',
    'me@example\\.com',
    'example\\.com,',
    'example\\.com:a',
    'a b\\.example\\.com',
    'example\\.a b',
    'a b:\\/\\/example\\.com',
    '1:\\/\\/example\\.com',
    '\\.\\.example\\.com',
    '',
  ])('%s ends with none', source => {
    expect(literalEnd(parsePattern(source, ''))).toBeUndefined();
  });
});
