import { ORIGIN, type Preflight, answerOf, answerWith, linesOf } from '../../test/support/preflights.js';
import { compiled } from '../../test/support/policies.js';
import type { CorsPolicyOptions } from './policy-options.js';
import { USUAL_METHODS, answerPreflight } from './preflight-answer.js';

const ALL_METHODS = 'Access-Control-Allow-Methods: GET,HEAD,PUT,PATCH,POST,DELETE,QUERY';
const THIS_ORIGIN = `Access-Control-Allow-Origin: ${ORIGIN}`;
const WITH_CREDENTIALS = 'Access-Control-Allow-Credentials: true';
const VARY = 'Access-Control-Request-Method, Access-Control-Request-Headers';

interface Case {
  readonly title: string;
  /** One policy, or several candidates. */
  readonly policies: readonly CorsPolicyOptions[];
  readonly preflight?: Preflight;
}

interface Allowed extends Case {
  readonly lines: readonly string[];
  readonly status?: 200 | 204;
}

interface Refused extends Case {
  readonly refusal: unknown;
}

interface Explained extends Refused {
  readonly lines: readonly string[];
  readonly status: 200 | 204 | 403;
}

const ALLOWED: Readonly<Record<string, readonly Allowed[]>> = {
  'the origin': [
    { title: 'the origin itself', policies: [{}], lines: [THIS_ORIGIN, ALL_METHODS] },
    {
      title: "* where origin is '*'",
      policies: [{ origin: '*' }],
      lines: ['Access-Control-Allow-Origin: *', ALL_METHODS],
    },
    {
      title: "* for 'null' where origin is '*'",
      policies: [{ origin: '*' }],
      preflight: { origin: 'null' },
      lines: ['Access-Control-Allow-Origin: *', ALL_METHODS],
    },
    {
      title: "'null' itself where that is allowed",
      policies: [{ origin: 'null', dangerously: { allowNullOrigin: true } }],
      preflight: { origin: 'null' },
      lines: ['Access-Control-Allow-Origin: null', ALL_METHODS],
    },
    {
      title: 'the origin itself where a pattern allows it',
      policies: [{ origin: 'https://*.example.com:*' }],
      preflight: { origin: 'https://a.b.example.com:8443' },
      lines: ['Access-Control-Allow-Origin: https://a.b.example.com:8443', ALL_METHODS],
    },
    {
      title: 'credentials if the policy has them',
      policies: [{ credentials: true }],
      lines: [THIS_ORIGIN, WITH_CREDENTIALS, ALL_METHODS],
    },
  ],
  'the methods': [
    {
      title: 'those of the routes with the same policy',
      policies: [{}],
      preflight: { routes: ['GET', 'HEAD', 'PUT'], method: 'PUT' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET,HEAD,PUT'],
    },
    {
      title: 'those of the routes, cut to methods',
      policies: [{ methods: ['PATCH', 'GET'] }],
      preflight: { method: 'PATCH' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET,PATCH'],
    },
    {
      title: 'those of methods written as a string',
      policies: [{ methods: 'PATCH, GET' }],
      preflight: { method: 'PATCH' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET,PATCH'],
    },
    {
      title: 'a method that is no standard one',
      policies: [{}],
      preflight: { routes: ['PURGE', 'custom'], method: 'custom' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: PURGE,custom'],
    },
  ],
  'the headers': [
    {
      title: 'none where none were asked for',
      policies: [{ allowedHeaders: ['X-One'] }],
      lines: [THIS_ORIGIN, ALL_METHODS],
    },
    ...['', ' ', ',', ' ,\t, '].map(headers => ({
      title: `none where the list that was asked for is empty: ${JSON.stringify(headers)}`,
      policies: [{ allowedHeaders: '*' }],
      preflight: { headers },
      lines: [THIS_ORIGIN, ALL_METHODS],
    })),
    {
      title: 'Content-Type where allowedHeaders is absent',
      policies: [{}],
      preflight: { headers: 'content-type' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: Content-Type'],
    },
    {
      title: 'all that the policy allows, as they were configured, in any case, order and number',
      policies: [{ allowedHeaders: 'X-One, Content-Type, x-two' }],
      preflight: { headers: 'CONTENT-TYPE ,\tx-one,, X-ONE' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: X-One,Content-Type,x-two'],
    },
    {
      title: "the names asked for, each once, where allowedHeaders is '*', which covers Authorization",
      policies: [{ allowedHeaders: '*' }],
      preflight: { headers: 'X-Two, Authorization, x-one, x-two' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: x-two,authorization,x-one'],
    },
    {
      title: "the names asked for, also with origin '*'",
      policies: [{ origin: '*', allowedHeaders: '*' }],
      preflight: { headers: 'authorization' },
      lines: ['Access-Control-Allow-Origin: *', ALL_METHODS, 'Access-Control-Allow-Headers: authorization'],
    },
    {
      title: "the names asked for, never *, where allowedHeaders is '*' with credentials",
      policies: [{ allowedHeaders: '*', credentials: true }],
      preflight: { headers: 'authorization,x-one' },
      lines: [
        THIS_ORIGIN,
        WITH_CREDENTIALS,
        ALL_METHODS,
        'Access-Control-Allow-Headers: authorization,x-one',
      ],
    },
    {
      title: "a header called * where allowedHeaders is '*', without credentials",
      policies: [{ allowedHeaders: '*' }],
      preflight: { headers: '*' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: *'],
    },
    {
      title: 'a list of 4,096 bytes',
      policies: [{ allowedHeaders: ['a'] }],
      preflight: { headers: 'a,'.repeat(2_048) },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: a'],
    },
  ],
  'the max-age and the status': [
    { title: 'no max-age where it is absent', policies: [{}], lines: [THIS_ORIGIN, ALL_METHODS] },
    {
      title: 'the max-age',
      policies: [{ maxAge: 600 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 600'],
    },
    {
      title: 'a max-age of 0',
      policies: [{ maxAge: 0 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 0'],
    },
    {
      title: '200 if the policy says so',
      policies: [{ optionsSuccessStatus: 200 }],
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 200,
    },
    {
      title: '204 if the policy says so',
      policies: [{ optionsSuccessStatus: 204 }],
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 204,
    },
  ],
  'everything, in this order': [
    {
      title: 'origin, credentials, methods, headers, max-age',
      policies: [
        {
          credentials: true,
          methods: ['PUT'],
          allowedHeaders: ['X-One'],
          maxAge: 60,
          exposedHeaders: ['ETag'],
          enforce: true,
        },
      ],
      preflight: { method: 'PUT', headers: 'x-one' },
      lines: [
        THIS_ORIGIN,
        WITH_CREDENTIALS,
        'Access-Control-Allow-Methods: PUT',
        'Access-Control-Allow-Headers: X-One',
        'Access-Control-Max-Age: 60',
      ],
    },
  ],
  'what several candidates have in common': [
    {
      title: 'credentials if all have them',
      policies: [{ credentials: true }, { credentials: true, maxAge: 1 }],
      lines: [THIS_ORIGIN, WITH_CREDENTIALS, ALL_METHODS, 'Access-Control-Max-Age: 1'],
    },
    {
      title: 'no credentials if one has none',
      policies: [{ credentials: true }, {}],
      lines: [THIS_ORIGIN, ALL_METHODS],
    },
    {
      title: "the origin itself if only one says '*'",
      policies: [{ origin: '*' }, {}],
      lines: [THIS_ORIGIN, ALL_METHODS],
    },
    {
      title: "* if all say '*'",
      policies: [{ origin: '*' }, { origin: '*', maxAge: 0 }],
      lines: ['Access-Control-Allow-Origin: *', ALL_METHODS, 'Access-Control-Max-Age: 0'],
    },
    {
      title: 'the intersection of the methods',
      policies: [{ methods: ['GET', 'PUT', 'DELETE'] }, { methods: ['PUT', 'DELETE', 'PATCH'] }, {}],
      preflight: { method: 'PUT' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: PUT,DELETE'],
    },
    {
      title: 'the intersection of the headers',
      policies: [
        { allowedHeaders: ['X-One', 'X-Two', 'X-Three'] },
        { allowedHeaders: 'x-three,X-TWO,X-Four' },
      ],
      preflight: { headers: 'x-two' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: x-two,x-three'],
    },
    {
      title: 'the intersection of the headers of three',
      policies: [
        { allowedHeaders: ['X-One', 'X-Two'] },
        { allowedHeaders: ['X-One', 'X-Two'] },
        { allowedHeaders: ['X-One'] },
      ],
      preflight: { headers: 'x-one' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: x-one'],
    },
    {
      title: "a list of headers where the others say '*'",
      policies: [{ allowedHeaders: '*' }, { allowedHeaders: ['X-One', 'X-Two'] }, { allowedHeaders: '*' }],
      preflight: { headers: 'x-two' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: X-One,X-Two'],
    },
    {
      title: "the names asked for where all say '*'",
      policies: [{ allowedHeaders: '*' }, { allowedHeaders: '*', credentials: true }],
      preflight: { headers: 'X-Two,Authorization' },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: x-two,authorization'],
    },
    {
      title: 'the smallest max-age',
      policies: [{ maxAge: 600 }, { maxAge: 60 }, { maxAge: 7200 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 60'],
    },
    {
      title: 'no max-age where an absent one, five seconds, is the smallest',
      policies: [{ maxAge: 600 }, {}],
      lines: [THIS_ORIGIN, ALL_METHODS],
    },
    {
      title: 'a max-age of less than the five seconds of an absent one',
      policies: [{}, { maxAge: 4 }, { maxAge: 600 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 4'],
    },
    {
      title: 'a max-age of 0 beside an absent one',
      policies: [{}, { maxAge: 0 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 0'],
    },
    {
      title: 'a max-age of the five seconds that an absent one means',
      policies: [{}, { maxAge: 5 }],
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Max-Age: 5'],
    },
    {
      title: 'status 200 if one says so, since nobody stumbles over it',
      policies: [{ optionsSuccessStatus: 200 }, {}],
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 200,
    },
    {
      title: 'status 204 if no one says otherwise',
      policies: [{}, { maxAge: 600 }],
      lines: [THIS_ORIGIN, ALL_METHODS],
    },
  ],
};

const REFUSED_ORIGINS: readonly Refused[] = [
  {
    title: 'an origin that is not allowed',
    policies: [{}],
    preflight: { origin: 'https://evil.example' },
    refusal: { cause: 'origin' },
  },
  { title: "'null'", policies: [{}], preflight: { origin: 'null' }, refusal: { cause: 'origin' } },
  { title: 'an empty origin', policies: [{}], preflight: { origin: '' }, refusal: { cause: 'origin' } },
  {
    title: 'two Origin headers, joined',
    policies: [{}],
    preflight: { origin: `${ORIGIN}, ${ORIGIN}` },
    refusal: { cause: 'origin' },
  },
  { title: 'any origin where origin is false', policies: [{ origin: false }], refusal: { cause: 'origin' } },
  {
    title: 'an origin that its predicates refused',
    policies: [{ origin: () => false }],
    preflight: { originAllowed: false },
    refusal: { cause: 'origin' },
  },
  {
    title: 'an origin that one of several candidates refuses',
    policies: [{}, { origin: false }],
    refusal: { cause: 'origin' },
  },
  {
    title: "an origin that one refuses where the others say '*'",
    policies: [{ origin: '*' }, { origin: 'https://other.example' }],
    refusal: { cause: 'origin' },
  },
  {
    title: 'an origin that is refused together with its method and headers',
    policies: [{ methods: [], allowedHeaders: [] }],
    preflight: { origin: 'https://evil.example', method: 'PUT', headers: '\0' },
    refusal: { cause: 'origin' },
  },
  {
    title: 'any origin where there is no policy, which would allow everything',
    policies: [],
    preflight: { originAllowed: true },
    refusal: { cause: 'origin' },
  },
];

const EXPLAINED: Readonly<Record<string, readonly Explained[]>> = {
  'a method': [
    {
      title: 'that no route of this policy serves',
      policies: [{}],
      preflight: { method: 'DELETE', routes: ['GET', 'PUT'] },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET,PUT'],
      status: 204,
    },
    {
      title: 'that methods leaves out',
      policies: [{ methods: ['GET', 'PUT'], credentials: true, maxAge: 600, optionsSuccessStatus: 200 }],
      preflight: { method: 'DELETE', headers: 'content-type' },
      refusal: { cause: 'method' },
      lines: [
        THIS_ORIGIN,
        WITH_CREDENTIALS,
        'Access-Control-Allow-Methods: GET,PUT',
        'Access-Control-Allow-Headers: Content-Type',
      ],
      status: 200,
    },
    {
      title: 'that one of several candidates leaves out',
      policies: [{}, { methods: ['GET'] }],
      preflight: { method: 'PUT' },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET'],
      status: 204,
    },
    ...['GET', 'HEAD', 'POST'].map(method => ({
      title: `that no browser checks, with 403: ${method}`,
      policies: [{ methods: ['PUT'] }],
      preflight: { method },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: PUT'],
      status: 403 as const,
    })),
    ...['GET', 'PUT', 'DELETE', 'custom'].map(method => ({
      title: `where methods is [], with 403: ${method}`,
      policies: [{ methods: [] }],
      preflight: { method },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN],
      status: 403 as const,
    })),
    {
      title: 'where candidates have no method in common, with 403',
      policies: [{ methods: ['PUT'] }, { methods: ['PATCH'] }],
      preflight: { method: 'PUT' },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN],
      status: 403,
    },
    ...['get', 'put', 'Put', 'patch', 'PUT ', ' PUT', ''].map(method => ({
      title: `that is another one by its case or its whitespace: ${JSON.stringify(method)}`,
      policies: [{}],
      preflight: { method },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 204 as const,
    })),
    ...['*', 'PUT, GET', 'PUT,GET', 'GET\r\nX: y', 'GE\u0301T', 'PUT\0', ''].map(method => ({
      title: `that is none, though a route for all methods would serve it: ${JSON.stringify(method)}`,
      policies: [{}],
      preflight: { method, routes: [...USUAL_METHODS, method] },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 204 as const,
    })),
    {
      title: 'and headers: the method is named',
      policies: [{ methods: ['GET'], allowedHeaders: ['X-One'] }],
      preflight: { method: 'PUT', headers: 'x-two' },
      refusal: { cause: 'method' },
      lines: [THIS_ORIGIN, 'Access-Control-Allow-Methods: GET', 'Access-Control-Allow-Headers: X-One'],
      status: 204,
    },
  ],
  'a header': [
    {
      title: 'that is not in the list',
      policies: [{ allowedHeaders: ['X-One'], credentials: true, maxAge: 600 }],
      preflight: { method: 'PUT', headers: 'x-one,X-Two,x-three' },
      refusal: { cause: 'headers', names: ['x-two', 'x-three'] },
      lines: [THIS_ORIGIN, WITH_CREDENTIALS, ALL_METHODS, 'Access-Control-Allow-Headers: X-One'],
      status: 204,
    },
    {
      title: 'other than Content-Type where allowedHeaders is absent',
      policies: [{}],
      preflight: { headers: 'authorization' },
      refusal: { cause: 'headers', names: ['authorization'] },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: Content-Type'],
      status: 204,
    },
    {
      title: 'of any name where allowedHeaders is []',
      policies: [{ allowedHeaders: [], optionsSuccessStatus: 200 }],
      preflight: { headers: 'content-type' },
      refusal: { cause: 'headers', names: ['content-type'] },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 200,
    },
    {
      title: 'that one of several candidates does not allow',
      policies: [{ allowedHeaders: ['X-One', 'X-Two'] }, { allowedHeaders: ['X-Two'] }],
      preflight: { headers: 'x-one' },
      refusal: { cause: 'headers', names: ['x-one'] },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: x-two'],
      status: 204,
    },
    {
      title: 'where candidates have none in common',
      policies: [{ allowedHeaders: ['X-One'] }, { allowedHeaders: ['X-Two'] }],
      preflight: { headers: 'x-one' },
      refusal: { cause: 'headers', names: ['x-one'] },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 204,
    },
    {
      title: 'called *, which an answer with credentials never names',
      policies: [{ allowedHeaders: '*', credentials: true }],
      preflight: { headers: '*,authorization' },
      refusal: { cause: 'headers', names: ['*'] },
      lines: [THIS_ORIGIN, WITH_CREDENTIALS, ALL_METHODS, 'Access-Control-Allow-Headers: authorization'],
      status: 204,
    },
    {
      title: 'called * where a list does not name it',
      policies: [{ allowedHeaders: ['X-One'] }],
      preflight: { headers: '*' },
      refusal: { cause: 'headers', names: ['*'] },
      lines: [THIS_ORIGIN, ALL_METHODS, 'Access-Control-Allow-Headers: X-One'],
      status: 204,
    },
    ...['x-one\u00a0', 'x one', 'x-one,"x"', 'x-one\n', 'x-\u00e9'].map(headers => ({
      title: `that is no token, whatever the policy: ${JSON.stringify(headers)}`,
      policies: [{ allowedHeaders: '*' }],
      preflight: { headers },
      refusal: { cause: 'headers-malformed' },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 403 as const,
    })),
    ...[{ allowedHeaders: '*' }, { allowedHeaders: ['a'] }, {}].map(policy => ({
      title: `in a list of 4,097 bytes, whatever the policy: ${JSON.stringify(policy)}`,
      policies: [policy],
      preflight: { headers: `${'a,'.repeat(2_048)}a` },
      refusal: { cause: 'headers-too-long' },
      lines: [THIS_ORIGIN, ALL_METHODS],
      status: 403 as const,
    })),
  ],
};

describe.each(Object.entries(ALLOWED))('an allowed preflight is answered with %s:', (_, cases) => {
  it.each(cases)('$title', ({ policies, preflight, lines, status = 204 }) => {
    const answer = answerOf(policies, preflight);
    expect(linesOf(answer)).toEqual(lines);
    expect(answer).toMatchObject({ status, refusal: undefined });
  });

  it.each(cases)('$title, the same with debug', ({ policies, preflight }) => {
    expect(answerOf(policies, { ...preflight, debug: true })).toEqual(answerOf(policies, preflight));
  });
});

describe.each([false, true])(
  'a preflight is refused with 403 and no Access-Control-* header, with debug: %j, for',
  debug => {
    it.each(REFUSED_ORIGINS)('$title', ({ policies, preflight, refusal }) => {
      expect(answerOf(policies, { ...preflight, debug })).toMatchObject({
        status: 403,
        headers: [],
        refusal,
      });
    });
  },
);

describe.each(Object.entries(EXPLAINED))('a preflight is refused for %s', (_, cases) => {
  it.each(cases)('$title', ({ policies, preflight, refusal }) => {
    const answer = answerOf(policies, preflight);
    expect(answer).toMatchObject({ status: 403, headers: [] });
    expect(answer.refusal).toEqual(refusal);
  });

  it.each(cases)(
    '$title; with debug it gets the headers that are true',
    ({ policies, preflight, refusal, lines, status }) => {
      const answer = answerOf(policies, { ...preflight, debug: true });
      expect(linesOf(answer)).toEqual(lines);
      expect(answer.status).toBe(status);
      expect(answer.refusal).toEqual(refusal);
    },
  );

  it.each(cases)(
    '$title; not even a browser that checks only the answer goes on',
    ({ policies, preflight }) => {
      const { status, headers, refusal } = answerOf(policies, { ...preflight, debug: true });
      const listed = new Map(headers).get('Access-Control-Allow-Methods')?.split(',') ?? [];
      const { method = 'GET' } = preflight ?? {};
      expect(
        status === 403 || refusal?.cause !== 'method' || (listed.length > 0 && !listed.includes(method)),
      ).toBe(true);
    },
  );
});

describe('a preflight’s answer varies', () => {
  it.each<[string, CorsPolicyOptions[], string]>([
    ['by Origin, method and headers where the policy depends on the origin', [{}], `Origin, ${VARY}`],
    ["by method and headers where origin is '*'", [{ origin: '*' }], VARY],
    ['by method and headers where origin is false', [{ origin: false }], VARY],
    [
      'by Origin too where one of several candidates depends on it',
      [{ origin: '*' }, {}, { origin: false }],
      `Origin, ${VARY}`,
    ],
    [
      'by method and headers where no candidate depends on the origin',
      [{ origin: '*' }, { origin: false }],
      VARY,
    ],
  ])('%s', (_, policies, vary) => {
    for (const debug of [false, true]) {
      for (const preflight of [
        {},
        { origin: 'https://evil.example' },
        { method: 'LINK' },
        { headers: 'x-no' },
      ]) {
        expect(answerOf(policies, { ...preflight, debug }).vary).toBe(vary);
      }
    }
  });
});

describe('the usual methods', () => {
  it('are those that the module defaults stand for on paths without a route', () => {
    expect(USUAL_METHODS).toEqual(['GET', 'HEAD', 'PUT', 'PATCH', 'POST', 'DELETE', 'QUERY']);
    expect(Object.isFrozen(USUAL_METHODS)).toBe(true);
  });
});

describe('answerPreflight()', () => {
  it('leaves the decision about the origin to its caller, who asked the predicates', () => {
    const candidates = [{ origin: () => true }];
    expect(linesOf(answerOf(candidates, { originAllowed: true }))).toEqual([THIS_ORIGIN, ALL_METHODS]);
    expect(answerOf(candidates).headers).toEqual([]);
    expect(answerWith([], {}).headers).toEqual([]);
  });
});

describe('a method that browsers never send', () => {
  it.each(['TRACE', 'TRACK', 'CONNECT', 'trace'])(
    '%s is in no answer, although a route serves it',
    method => {
      const found = { policies: [compiled({ origin: '*' })], methods: ['GET', method] };
      const question = { origin: 'https://app.example.com', headers: undefined };
      const { headers } = answerPreflight(found, { ...question, method: 'GET' }, true, false);
      expect(headers).toContainEqual(['Access-Control-Allow-Methods', 'GET']);
      expect(answerPreflight(found, { ...question, method }, true, false).status).toBe(403);
    },
  );
});
