import { checkPolicyOptions } from './index.js';

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

type Row = [field: string, declared: unknown, value: unknown, reason: RegExp, suggestion: RegExp];

/** The rows of a field whose whole value is wrong. */
const alone = (field: string, rows: [value: unknown, reason: RegExp, suggestion: RegExp][]): Row[] =>
  rows.map(([value, reason, suggestion]) => [field, value, value, reason, suggestion]);

const METHODS: Row[] = [
  ...alone('methods', [
    ['', /contains no name/, /write \[\] for none, or leave methods out/],
    [' , ', /contains no name/, /write \[\] for none/],
    ['*', /is not a wildcard/, /leave methods out/],
    ['get', /case-sensitive, and 'get' is not GET/, /^write 'GET'$/],
    ['patch', /case-sensitive/, /^write 'PATCH'$/],
    ['TRACE', /do not let scripts send TRACE/, /leave TRACE out/],
    ['GET POST', /HTTP does not allow/, /each name as a separate member: 'GET', 'POST'$/],
    ['GET TRACE', /HTTP does not allow/, /remove it, or write a method with letters/],
    ['A B C D E F', /HTTP does not allow/, /each name as a separate member: 'A', 'B', 'C', 'D', 'E', 'F'$/],
    ['A B C D E F G', /HTTP does not allow/, /remove it/],
    [true, /true is neither a list nor a string/, /write a list such as \['GET'/],
    [false, /false is neither/, /or \[\] for none/],
    [1, /1 is neither/, /write a list/],
    [{}, /an object is neither/, /write a list/],
    [null, /only undefined does/, /leave methods out/],
  ]),
  ['methods', 'GET, query', 'query', /case-sensitive/, /^write 'QUERY'$/],
  ['methods', ['Head'], 'Head', /case-sensitive/, /^write 'HEAD'$/],
  ['methods', ['post'], 'post', /case-sensitive/, /^write 'POST'$/],
  ['methods', ['GET', 'put'], 'put', /case-sensitive/, /^write 'PUT'$/],
  ['methods', ['Delete'], 'Delete', /case-sensitive/, /^write 'DELETE'$/],
  ['methods', ['options'], 'options', /case-sensitive/, /^write 'OPTIONS'$/],
  ['methods', ['CONNECT'], 'CONNECT', /do not let scripts send CONNECT/, /leave CONNECT out/],
  ['methods', ['trace'], 'trace', /do not let scripts send TRACE/, /leave TRACE out/],
  ['methods', ['Track'], 'Track', /do not let scripts send TRACK/, /leave TRACK out/],
  ['methods', ['GET', '*'], '*', /is not a wildcard/, /leave methods out/],
  ['methods', [''], '', /empty string is not a method/, /remove it/],
  ['methods', ['GET', 1], 1, /1 is not a method/, /write strings/],
  ['methods', [['GET']], ['GET'], /a list is not a method/, /write strings/],
  ['methods', [null], null, /null is not a method/, /write strings/],
  ['methods', new Array<string>(1), undefined, /undefined is not a method/, /write strings/],
  [
    'methods',
    ['GET,POST'],
    'GET,POST',
    /HTTP does not allow/,
    /each name as a separate member: 'GET', 'POST'$/,
  ],
  ['methods', [' GET'], ' GET', /HTTP does not allow/, /^write 'GET'$/],
  ['methods', ['GET\n'], 'GET\n', /'GET\\u000a' has characters/, /^write 'GET'$/],
  ['methods', ['GÉT'], 'GÉT', /HTTP does not allow/, /letters, digits and hyphens/],
];

const HEADERS: Row[] = [
  ...alone('allowedHeaders', [
    ['', /contains no name/, /leave allowedHeaders out/],
    ['X-A: 1', /HTTP does not allow/, /^write 'X-A'$/],
    [true, /true is neither/, /\['Content-Type', 'Authorization'\]/],
    [null, /only undefined does/, /leave allowedHeaders out/],
  ]),
  ['allowedHeaders', ' * ', '*', /must be the whole value/, /allowedHeaders: '\*' for any/],
  ['allowedHeaders', ['*'], '*', /must be the whole value/, /allowedHeaders: '\*' for any/],
  ['allowedHeaders', 'X-A, *', '*', /must be the whole value/, /remove '\*'/],
  ['allowedHeaders', ['X A'], 'X A', /HTTP does not allow/, /each name as a separate member: 'X', 'A'$/],
  [
    'allowedHeaders',
    ['X-A,X-B'],
    'X-A,X-B',
    /HTTP does not allow/,
    /each name as a separate member: 'X-A', 'X-B'$/,
  ],
  ['allowedHeaders', ['\u00a0X-A'], '\u00a0X-A', /'\\u00a0X-A' has characters/, /^write 'X-A'$/],
  ['allowedHeaders', ['X-A, X-(B)'], 'X-A, X-(B)', /HTTP does not allow/, /letters, digits and hyphens/],
  ['allowedHeaders', ['X-(A)'], 'X-(A)', /HTTP does not allow/, /letters, digits and hyphens/],
  ['allowedHeaders', ['X-Ü'], 'X-Ü', /HTTP does not allow/, /letters, digits and hyphens/],
  ['allowedHeaders', [':'], ':', /HTTP does not allow/, /letters, digits and hyphens/],
  ['allowedHeaders', [''], '', /empty string is not a header name/, /remove it/],
  ['allowedHeaders', ['a, '.repeat(99)], 'a, '.repeat(99), /HTTP does not allow/, /^remove it, or write/],
  ['allowedHeaders', [7], 7, /7 is not a header name/, /write strings/],
  ...[
    'Accept-Charset',
    'accept-encoding',
    'Access-Control-Request-Headers',
    'Access-Control-Request-Method',
    'Connection',
    'Content-Length',
    'COOKIE',
    'Cookie2',
    'Date',
    'DNT',
    'Expect',
    'Host',
    'Keep-Alive',
    'Origin',
    'Referer',
    'Set-Cookie',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Via',
    'Sec-Fetch-Site',
    'sec-',
    'Proxy-Authorization',
  ].map((name): Row => [
    'allowedHeaders',
    ['X-A', name],
    name,
    /scripts cannot set/,
    new RegExp(`^leave '${name}' out$`),
  ]),
  ...[
    'Access-Control-Allow-Origin',
    'access-control-allow-credentials',
    'Access-Control-Allow-Methods',
    'Access-Control-Allow-Headers',
    'Access-Control-Expose-Headers',
    'Access-Control-Max-Age',
    'Access-Control-Allow-Private-Network',
  ].map((name): Row => [
    'allowedHeaders',
    name,
    name,
    /is a response header that this module sends/,
    /do not send it from the client/,
  ]),
  ['exposedHeaders', '', '', /contains no name/, /leave exposedHeaders out/],
  ['exposedHeaders', 0, 0, /0 is neither/, /\['ETag', 'X-Total-Count'\]/],
  ['exposedHeaders', ['*'], '*', /must be the whole value/, /exposedHeaders: '\*' for any/],
  ['exposedHeaders', 'ETag, Set-Cookie', 'Set-Cookie', /never show .* to scripts/, /leave 'Set-Cookie' out/],
  ['exposedHeaders', ['set-cookie2'], 'set-cookie2', /never show .* to scripts/, /leave 'set-cookie2' out/],
  ['exposedHeaders', ['X Y'], 'X Y', /HTTP does not allow/, /each name as a separate member/],
  ['exposedHeaders', [undefined], undefined, /undefined is not a header name/, /write strings/],
];

const SINGLE_VALUES: Row[] = [
  ...alone('credentials', [
    ['true', /'true' is not a boolean/, /^write true$/],
    [' FALSE', /is not a boolean/, /^write false$/],
    [1, /1 is not a boolean/, /^write true$/],
    [0, /0 is not a boolean/, /^write false$/],
    ['yes', /'yes' is not a boolean/, /^write true or false$/],
    [{}, /an object is not a boolean/, /^write true or false$/],
    [null, /only undefined does/, /^leave credentials out$/],
  ]),
  ...alone('enforce', [
    ['true', /'true' is neither true, false nor 'report'/, /^write true$/],
    [' FALSE', /is neither true, false nor 'report'/, /^write false$/],
    [1, /1 is neither true, false nor 'report'/, /^write true$/],
    [0, /0 is neither/, /^write false$/],
    ['Report', /'Report' is neither/, /^write 'report'$/],
    ['reports', /'reports' is neither/, /^write 'report'$/],
    ['always', /'always' is neither/, /^write true, false or 'report'$/],
    [{}, /an object is neither/, /^write true, false or 'report'$/],
    [null, /only undefined does/, /^leave enforce out$/],
  ]),
  ...alone('maxAge', [
    [-1, /negative/, /write 0, which disables caching/],
    [Number.NEGATIVE_INFINITY, /negative/, /write 0/],
    [86401, /more than 86400 seconds/, /write 86400; .* not milliseconds/],
    [Number.POSITIVE_INFINITY, /more than 86400 seconds/, /write 86400/],
    [600.5, /whole number of seconds/, /write 601, in whole seconds/],
    [Number.NaN, /NaN is not a number/, /from 0 to 86400/],
    ['600', /'600' is not a number/, /write 600, in whole seconds/],
    ['-5', /'-5' is not a number/, /write 0, in whole seconds/],
    ['1e9', /'1e9' is not a number/, /write 86400, in whole seconds/],
    ['10m', /'10m' is not a number/, /from 0 to 86400/],
    ['', /'' is not a number/, /from 0 to 86400/],
    [' ', /' ' is not a number/, /from 0 to 86400/],
    [600n, /600n is not a number/, /from 0 to 86400/],
    [true, /true is not a number/, /from 0 to 86400/],
    [null, /only undefined does/, /leave maxAge out/],
  ]),
  ...alone('optionsSuccessStatus', [
    [201, /201 is not a valid status/, /write 204, or 200/],
    [404, /404 is not a valid status/, /write 204, or 200/],
    ['200', /'200' is not a valid status/, /^write 200$/],
    ['204', /'204' is not a valid status/, /write 204/],
    [[200], /a list is not a valid status/, /^write 204, or 200/],
    [null, /only undefined does/, /leave optionsSuccessStatus out/],
  ]),
  ...alone('resourcePolicy', [
    ['cross_origin', /'cross_origin' is not a value/, /^write 'cross-origin'$/],
    ['Same-Site', /'Same-Site' is not a value of Cross-Origin-Resource-Policy/, /^write 'same-site'$/],
    ['none', /'none' is not a value/, /^write 'same-origin', 'same-site' or 'cross-origin'$/],
    [{ policy: 'same-origin' }, /an object is not a value/, /^write 'same-origin'$/],
    [{ policy: true }, /an object is not a value/, /^write 'same-origin', 'same-site'/],
    [['same-origin'], /a list is not a value/, /^write 'same-origin', 'same-site'/],
    [true, /true is not a value/, /^write 'same-origin', 'same-site'/],
    [false, /false is not a value/, /^leave resourcePolicy out, which leaves the header as it is$/],
    [null, /only undefined does/, /leave resourcePolicy out/],
  ]),
  ...alone('dangerously', [
    [
      true,
      /true does not say which permissions it gives/,
      /allowNullOrigin, allowInsecureOrigins, allowPublicSuffixSubdomains/,
    ],
    [['allowNullOrigin'], /a list does not say/, /write an object/],
    [null, /only undefined does/, /leave dangerously out/],
  ]),
  [
    'dangerously',
    { allowNullOrigin: 'true' },
    'true',
    /allowNullOrigin: 'true' is not a boolean/,
    /^write true$/,
  ],
  [
    'dangerously',
    { allowInsecureOrigins: null },
    null,
    /allowInsecureOrigins: null/,
    /^write true or false$/,
  ],
  ['dangerously', { allowNullOrigins: true }, 'allowNullOrigins', /no flag/, /^write allowNullOrigin$/],
  [
    'dangerously',
    { allowInsecure: true },
    'allowInsecure',
    /no flag/,
    /the flags are allowNullOrigin, allowInsecureOrigins, /,
  ],
  ['dangerously', { everything: undefined }, 'everything', /no flag 'everything'/, /leave it out/],
];

const LEGAL: [field: string, values: unknown[]][] = [
  [
    'methods',
    [undefined, [], 'GET', 'GET,HEAD', ' GET , POST ,', ['GET', 'PATCH', 'QUERY', 'OPTIONS'], ['GET', 'GET']],
  ],
  ['methods', ['PROPFIND', 'propfind', 'PURGE', 'x-custom', "!#$%&'*+-.^_`|~09azAZ"]],
  [
    'allowedHeaders',
    [undefined, [], '*', 'X-A', 'x-a, X-B', ['Content-Type', 'Authorization'], ['X-A', 'x-a']],
  ],
  [
    'allowedHeaders',
    ['Accept', 'User-Agent', 'X-HTTP-Method', 'X-HTTP-Method-Override', 'X-Method-Override'],
  ],
  ['allowedHeaders', ['Second', 'Proxy', 'Access-Control-Custom', 'Cookie-Consent', 'If-None-Match']],
  [
    'allowedHeaders',
    ['X-Sec-Token', 'X-Proxy-Id', 'X-Access-Control-Max-Age', 'Access-Control-Max-Age-Limit'],
  ],
  [
    'exposedHeaders',
    [undefined, [], '*', 'ETag', 'ETag, Link', ['X-Total-Count'], 'Content-Type', 'Cache-Control', 'Cookie'],
  ],
  ['credentials', [undefined, true, false]],
  ['enforce', [undefined, true, false, 'report']],
  ['resourcePolicy', [undefined, 'same-origin', 'same-site', 'cross-origin']],
  ['maxAge', [undefined, 0, -0, 1, 600, 7200, 7201, 86400]],
  ['optionsSuccessStatus', [undefined, 200, 204]],
  ['dangerously', [undefined, {}, { allowNullOrigin: undefined }, { allowNullOrigin: true }]],
  ['dangerously', [{ allowInsecureOrigins: false, allowPublicSuffixSubdomains: true }, Object.freeze({})]],
];

describe('start-up refuses a value that the field does not have', () => {
  it.each([...METHODS, ...HEADERS, ...SINGLE_VALUES])(
    '%s: %j',
    (field, declared, value, reason, suggestion) => {
      expect(checkPolicyOptions({ [field]: declared })).toEqual([
        {
          field,
          value,
          reason: matching(reason),
          suggestion: matching(suggestion),
        },
      ]);
    },
  );
});

describe('start-up takes every value that the field has', () => {
  it.each(LEGAL.flatMap(([field, values]) => values.map((value): [string, unknown] => [field, value])))(
    '%s: %j',
    (field, value) => {
      expect(checkPolicyOptions({ [field]: value })).toEqual([]);
    },
  );

  it('an empty object, which inherits everything', () => {
    expect(checkPolicyOptions({})).toEqual([]);
    expect(checkPolicyOptions(Object.create(null))).toEqual([]);
  });
});

it('all problems are reported together, in the order of the object', () => {
  const problems = checkPolicyOptions({ methods: 'get, TRACE', orign: 1, maxAge: -1, credentials: 'true' });
  expect(problems.map(({ field, value }) => [field, value])).toEqual([
    ['methods', 'get'],
    ['methods', 'TRACE'],
    ['orign', 1],
    ['maxAge', -1],
    ['credentials', 'true'],
  ]);
});
