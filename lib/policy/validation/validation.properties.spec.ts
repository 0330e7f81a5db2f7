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
const input = fc.oneof(anything, optionsLike);

// Called with any type, because JavaScript has no types.
const check: Readonly<Record<string, (values: never) => PolicyProblem[]>> = {
  checkPolicyOptions,
  checkModuleOptions,
  checkEffectivePolicy,
  policyWarnings,
};

const isList = (value: unknown): value is PolicyProblem[] => Array.isArray(value);

describe.each(Object.entries(check))('%s', (_, problemsOf: (values: never) => PolicyProblem[]) => {
  it('never throws, and says something short and printable of each problem', () => {
    fc.assert(
      fc.property(input, values => {
        const problems: unknown = Reflect.apply(problemsOf, undefined, [values]);
        if (!isList(problems)) throw new Error('no list of problems');
        for (const { reason, suggestion } of problems) {
          for (const text of [reason, suggestion]) {
            expect(text).toMatch(/^[^\p{C}\p{Zl}\p{Zp}]{5,1500}$/u);
            expect(text).not.toMatch(/\.$/);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('an origin string', () => {
  it('that start-up takes is one that a browser serialises just so', () => {
    fc.assert(
      fc.property(originLike, origin => {
        if (/\*|^null$/.test(origin) || !/^https?:/.test(origin)) return;
        if (checkPolicyOptions({ origin }).length === 0) expect(new URL(origin).origin).toBe(origin);
      }),
      { numRuns: 3000 },
    );
  });

  it('that start-up gives as the correction is legal', () => {
    fc.assert(
      fc.property(originLike, origin => {
        for (const { suggestion } of checkPolicyOptions({ origin })) {
          const corrected = /^write '([^']*)'$/.exec(suggestion)?.[1];
          if (corrected !== undefined) expect(checkPolicyOptions({ origin: corrected })).toEqual([]);
        }
      }),
      { numRuns: 3000 },
    );
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
