import fc from '../../../test/support/fast-check.js';
import { checkOwnOrigins, checkUnsetOwnOrigins } from './check-own-origins.js';
import { checkModuleOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

const EXAMPLE = /^write an origin such as 'https:\/\/api\.example\.com'$/;

describe('ownOrigins takes exact origins', () => {
  it.each(
    [
      'https://api.example.com',
      'http://localhost:3000',
      'http://[::1]:3000',
      'http://10.0.0.7',
      'http://backend.internal:8080',
      ['https://api.example.com', 'https://api.example.org:8443'],
    ].map(value => ({ value })),
  )('$value is one', ({ value }) => {
    expect(checkModuleOptions({ ownOrigins: value })).toEqual([]);
  });

  it.each<[unknown, unknown, RegExp, RegExp]>([
    [true, true, /^true is not an exact origin$/, EXAMPLE],
    [false, false, /^false is not an exact origin$/, EXAMPLE],
    [1, 1, /^1 is not an exact origin$/, EXAMPLE],
    ['', '', /'' is not an exact origin/, EXAMPLE],
    ['*', '*', /'\*' is not an exact origin/, EXAMPLE],
    ['**', '**', /'\*\*' is not an exact origin/, EXAMPLE],
    [' https://a.example', ' https://a.example', /whitespace/, /^write 'https:\/\/a\.example'$/],
    [' app://a', ' app://a', /http or https/, EXAMPLE],
    ['null', 'null', /'null' is not an exact origin/, EXAMPLE],
    ['TRUE', 'TRUE', /'TRUE' is not an exact origin/, EXAMPLE],
    [/^https:\/\/a\.example$/, /^https:\/\/a\.example$/, /is not an exact origin$/, EXAMPLE],
    [isOwn, isOwn, /is not an exact origin$/, EXAMPLE],
    [[undefined], undefined, /undefined is not an exact origin\. Perhaps an environment variable/, EXAMPLE],
    [[['https://a.example']], ['https://a.example'], /is not an exact origin$/, EXAMPLE],
    [new Array<string>(1), undefined, /environment variable/, EXAMPLE],
    [[], [], /an empty list/, /leave ownOrigins out$/],
    ['https://*.example.com', 'https://*.example.com', /a pattern/, /^write each origin/],
    ['http://localhost:*', 'http://localhost:*', /a pattern/, /^write each origin/],
    ['app://localhost', 'app://localhost', /http or https/, EXAMPLE],
    ['file:///', 'file:///', /http or https/, EXAMPLE],
    ['data:text/html', 'data:text/html', /the origin of a data: page/, EXAMPLE],
    ['wss://a.example', 'wss://a.example', /http: or https: origin/, /^write 'https:\/\/a\.example'$/],
    ['https://a.example/', 'https://a.example/', /trailing slash/, /^write 'https:\/\/a\.example'$/],
    ['a.example', 'a.example', /the scheme is missing/, /^write 'https:\/\/a\.example'$/],
    ['https://', 'https://', /the host is missing/, EXAMPLE],
    [
      'https://a.example, b.example',
      'https://a.example, b.example',
      /only one origin/,
      /^write a list, \['https:\/\/a\.example', 'https:\/\/b\.example'\]$/,
    ],
    ['https://a.example, null', 'https://a.example, null', /only one origin/, EXAMPLE],
    ['https://a.example, app://b', 'https://a.example, app://b', /only one origin/, EXAMPLE],
  ])('%p is an error', (declared, value, reason, suggestion) => {
    expect(checkModuleOptions({ ownOrigins: declared })).toEqual([
      {
        field: 'ownOrigins',
        value,
        reason: matching(reason),
        suggestion: matching(suggestion),
      },
    ]);
  });

  it('and each wrong member of a list is told', () => {
    expect(checkOwnOrigins(['*', 'https://a.example', 'null'])).toHaveLength(2);
  });

  it('and a suggestion starts when it is pasted', () => {
    const part = fc.constantFrom(
      ...['http', 'https', 'ws', 'app', 'file', '://', ':', '/', '*.', '*', ' ', ',', '.', '@', '?'],
      ...[
        'null',
        'true',
        'localhost',
        'example.com',
        'Example',
        '127.1',
        '::1',
        ':443',
        ':3000',
        '[',
        ']',
        'é',
      ],
    );
    let seen = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), parts => {
        for (const { suggestion } of checkOwnOrigins(parts.join(''))) {
          const [, one] = /^write '(.*)'$/.exec(suggestion) ?? [];
          const [, several] = /^write a list, \['(.*)'\]/.exec(suggestion) ?? [];
          if (one === undefined && several === undefined) continue;
          seen += 1;
          expect(checkOwnOrigins(one ?? several?.split("', '"))).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
    expect(seen).toBeGreaterThan(100);
  });
});

function isOwn(): boolean {
  return true;
}

describe('ownOrigins that is written and undefined', () => {
  it.each([{}, { ownOrigins: 'https://a.example' }, Object.create({ ownOrigins: undefined }) as object])(
    'is not %j',
    options => {
      expect(checkUnsetOwnOrigins(options)).toBeUndefined();
    },
  );

  it('is worth a warning', () => {
    expect(checkUnsetOwnOrigins({ ownOrigins: undefined })).toEqual({
      reason: matching(/environment variable/),
      suggestion: "write an origin such as 'https://api.example.com', or leave ownOrigins out",
    });
  });
});
