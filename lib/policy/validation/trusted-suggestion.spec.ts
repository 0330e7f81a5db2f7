import fc from '../../../test/support/fast-check.js';
import { PolicyBook } from '../policy-book.js';
import type { PlacedLayer } from '../policy-merge.js';
import type { CorsPolicyOptions } from '../policy-options.js';

const RESOLVERS = {
  problemWith: () => undefined,
  instanceOf: () => {
    throw new Error('no resolver');
  },
};

function suggestionsFor(origin: unknown, options: object = {}): readonly string[] {
  const book = new PolicyBook(RESOLVERS);
  const layers: readonly PlacedLayer[] = [
    { level: 'method', place: 'method', options: { origin } as CorsPolicyOptions },
    { level: 'defaults', place: 'defaults', options: { credentials: true, ...options } },
  ];
  book.enter('GET /', layers);
  return book.report.problems.map(({ suggestion }) => suggestion);
}

describe('a suggestion where another level allows credentials', () => {
  it.each<[origin: string, options: object, suggestion: string]>([
    ['https://app.example.com/', {}, "write 'https://app.example.com'"],
    [
      'http://app.example.com/',
      {},
      "write 'https://app.example.com', or dangerously: { allowInsecureOrigins: true }",
    ],
    ['http://app.example.com/', { credentials: false }, "write 'http://app.example.com'"],
    [
      'http://app.example.com/',
      { dangerously: { allowInsecureOrigins: true } },
      "write 'http://app.example.com'",
    ],
    ['http://localhost:3000/', {}, "write 'http://localhost:3000'"],
    [
      'https://*.github.io/',
      {},
      "name your own domain, as in 'https://*.your-domain.github.io', or write dangerously: { allowPublicSuffixSubdomains: true }",
    ],
    [
      'https://a.example, http://b.example',
      {},
      "write a list of origins; for one of them, write 'https://b.example', or dangerously: { allowInsecureOrigins: true }",
    ],
    ['https://a.example, https://b.example', {}, "write a list, ['https://a.example', 'https://b.example']"],
    [
      'https://a.example, b_b c',
      {},
      'write each origin as a member of a list, or read the text with parseOrigins()',
    ],
    [
      'example.com,null',
      { credentials: false },
      "write a list, ['https://example.com', 'null'], with dangerously: { allowNullOrigin: true }",
    ],
    [
      'https://a.example file:// null',
      {},
      "write a list, ['https://a.example', 'file://', 'null'], with dangerously: { allowNullOrigin: true, allowFileOrigin: true }",
    ],
    [
      'http://a.example,null',
      {},
      "write a list of origins; for one of them, write 'https://a.example', or dangerously: { allowInsecureOrigins: true }",
    ],
  ])('for %s beside %j', (origin, options, suggestion) => {
    expect(suggestionsFor(origin, options)).toEqual([suggestion]);
  });

  it('leaves what is wrong with other fields alone', () => {
    const book = new PolicyBook(RESOLVERS);
    book.enter('GET /', [{ level: 'defaults', place: 'd', options: { credentials: true, maxAge: -1 } }]);
    expect(book.report.problems.map(({ suggestion }) => suggestion)).toEqual([
      'write 0, which disables caching',
    ]);
  });

  it('starts when it is pasted', () => {
    const part = fc.constantFrom(
      ...[
        'http',
        'https',
        'ws',
        'app',
        'file',
        '://',
        ':',
        '/',
        '//',
        '*.',
        '*',
        ' ',
        ',',
        '.',
        '@',
        '?',
        'null',
        'NULL',
        'true',
      ],
      ...[
        'localhost',
        'example.com',
        'Example',
        'com',
        'github.io',
        'amazonaws.com',
        '127.1',
        '::1',
        ':443',
        ':80',
        ':3000',
        '[',
        ']',
        'é',
      ],
    );
    let seen = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.boolean(), (parts, credentials) => {
        for (const suggestion of suggestionsFor(parts.join(''), { credentials })) {
          const [, one, flags] =
            /^write '([^']*)'(?:, with (dangerously: .*))?(?:, or dangerously: .*)?$/.exec(suggestion) ?? [];
          const [, several, listFlags] =
            /^write a list, \['(.*)'\](?:, with (dangerously: .*))?$/.exec(suggestion) ?? [];
          if (one === undefined && several === undefined) continue;
          seen += 1;
          const written = flags ?? listFlags ?? '';
          const dangerously = Object.fromEntries(
            ['allowNullOrigin', 'allowFileOrigin'].map(flag => [flag, written.includes(`${flag}: true`)]),
          );
          expect(suggestionsFor(one ?? several?.split("', '"), { credentials, dangerously })).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});
