import fc from '../../../test/support/fast-check.js';
import { checkEffectivePolicy, checkModuleOptions, checkPolicyOptions, policyWarnings } from './index.js';
import { POLICY_FIELDS } from '../policy-fields.js';
import type { PolicyProblem } from '../policy-problem.js';

const anything = fc.anything({
  withBigInt: true,
  withBoxedValues: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

// Fragments of valid and wrong origins, in any order.
const originLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'https',
        'http',
        'file',
        '://',
        ':',
        '/',
        '//',
        '@',
        '[',
        ']',
        '::1',
        '*',
        '*.',
        '.',
        ',',
        ' ',
      ),
      fc.constantFrom(
        'null',
        'localhost',
        'example',
        'com',
        'github.io',
        '127.0.0.1',
        '256',
        '0x7f',
        'xn--',
        'É',
        '%',
      ),
      fc.constantFrom('443', '0', '65536', '\u200b', '?', '#', '\\', '-', '_'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 8 },
  )
  .map(parts => parts.join(''));

const regExpLike = fc
  .tuple(
    fc.array(fc.constantFrom('^', '$', '|', '(', '(?:', '(?=', ')', '[', ']', '\\', '*', '?', '{0}', 'a'), {
      maxLength: 8,
    }),
    fc.constantFrom('', 'g', 'y', 'm', 'i', 'v', 'u'),
  )
  .map(([parts, flags]) => {
    try {
      return new RegExp(parts.join(''), flags);
    } catch {
      return /does not compile/;
    }
  });

const valueLike = fc.oneof(
  originLike,
  regExpLike,
  fc.constantFrom('*', '', 'GET, get', 'X-A,*', true, false, null, undefined, 200, 204, 7201, -1, 'true'),
  fc.record({ allowNullOrigin: fc.anything(), allowInsecureOrigins: fc.boolean() }, { requiredKeys: [] }),
  fc.func(fc.anything()),
  anything,
);
const optionsLike = fc.dictionary(
  fc.oneof(
    fc.constantFrom(...POLICY_FIELDS, 'defaults', 'policies', 'debug', 'interceptor', '__proto__'),
    fc.string(),
  ),
  fc.oneof(
    valueLike,
    fc.array(valueLike, { maxLength: 4 }),
    fc.dictionary(fc.string(), valueLike, { maxKeys: 3 }),
  ),
  { maxKeys: 6 },
);
// What is wrong only in combination, and what is not.
const effectiveLike = fc.record(
  {
    origin: fc.oneof(
      fc.constantFrom(
        '*',
        'null',
        'http://app.example.com',
        'https://*.github.io',
        'https://app.example.com',
      ),
      valueLike,
      fc.array(valueLike, { maxLength: 4 }),
    ),
    credentials: fc.constantFrom(true, false, 'true'),
    exposedHeaders: fc.constantFrom<unknown>('*', ['X-A', '*'], 'X-A', 7),
    resourcePolicy: fc.constantFrom('cross-origin', 'same-origin', 'everywhere'),
    dangerously: fc.oneof(fc.dictionary(fc.string(), fc.boolean(), { maxKeys: 2 }), anything),
  },
  { requiredKeys: [] },
);
const input = fc.oneof(anything, optionsLike, effectiveLike);

// Right and wrong origins of the web, about half and half.
const webOriginLike = fc
  .tuple(
    fc.constantFrom('https://', 'http://', 'https://', 'https:/', 'HTTPS://', 'https:////'),
    fc.array(
      fc.constantFrom('a', 'example', 'com', 'xn--a', 'É', 'A', '127', '0x7f', 'a_b', '', '%61', 'a b'),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    fc.constantFrom('', '', '', ':443', ':80', ':8443', ':0', ':08', ':65536', '/', '.', ':'),
  )
  .map(([scheme, labels, end]) => `${scheme}${labels.join('.')}${end}`);

// Called with any type, because JavaScript has no types.
const check: Readonly<Record<string, (values: never) => PolicyProblem[]>> = {
  checkPolicyOptions,
  checkModuleOptions,
  checkEffectivePolicy,
  policyWarnings,
};

const SHORT_AND_PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}]{5,1500}$/u;

const isList = (value: unknown): value is PolicyProblem[] => Array.isArray(value);

describe.each(Object.entries(check))('%s', (_, problemsOf: (values: never) => PolicyProblem[]) => {
  it('never throws, and says something short and printable of each problem', () => {
    let told = 0;
    fc.assert(
      fc.property(input, values => {
        const problems: unknown = Reflect.apply(problemsOf, undefined, [values]);
        if (!isList(problems)) throw new Error('no list of problems');
        told += problems.length;
        const texts = problems.flatMap(({ reason, suggestion }) => [reason, suggestion]);
        expect(texts.filter(text => !SHORT_AND_PRINTABLE.test(text) || text.endsWith('.'))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
    expect(told).toBeGreaterThan(10);
  });
});

describe('an origin string', () => {
  it('that start-up takes is one that a browser serialises just so', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof(originLike, webOriginLike), origin => {
        if (/\*|^null$/.test(origin) || !/^https?:/i.test(origin)) return;
        if (checkPolicyOptions({ origin }).length > 0) return;
        taken += 1;
        expect(new URL(origin).origin).toBe(origin);
      }),
      { numRuns: 3000 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  it('that start-up gives as the correction is legal', () => {
    let given = 0;
    fc.assert(
      fc.property(fc.oneof(originLike, webOriginLike), origin => {
        for (const { suggestion } of checkPolicyOptions({ origin })) {
          const corrected = /^write '([^']*)'$/.exec(suggestion)?.[1];
          if (corrected === undefined) continue;
          given += 1;
          expect(checkPolicyOptions({ origin: corrected })).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
    expect(given).toBeGreaterThan(100);
  });

  it('of a browser is legal, whatever the URL of the page', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ authoritySettings: { withPort: true, withIPv4: true, withIPv6: true } }),
        url => {
          const { origin, port } = new URL(url);
          // The URL standard permits port 0, but no server listens there.
          if (port === '0') return;
          expect(checkPolicyOptions({ origin })).toEqual([]);
        },
      ),
    );
  });
});
