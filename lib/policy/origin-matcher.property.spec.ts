import fc from '../../test/support/fast-check.js';
import { anyText, originAbout, originRule } from '../../test/support/origin-arbitraries.js';
import { policyFor } from '../../test/support/policies.js';
import { referenceAllows, textOf } from '../../test/support/reference-origin-rules.js';

const RUNS = { numRuns: 1_500 };

const rulesAndOrigin = fc
  .array(originRule, { minLength: 1, maxLength: 5 })
  .chain(rules => fc.record({ rules: fc.constant(rules), origin: originAbout(rules) }));

describe('whatever the rules and the origin', () => {
  it('an origin is allowed exactly if a rule, read naively, says so', () => {
    const counts = { allowed: 0, refused: 0 };
    fc.assert(
      fc.property(rulesAndOrigin, ({ rules, origin }) => {
        const expected = referenceAllows(rules, origin) ? 'allowed' : 'refused';
        counts[expected] += 1;
        expect(policyFor(rules.map(textOf)).origin.verdict(origin)).toBe(expected);
      }),
      RUNS,
    );
    // Without allowed origins, the property would prove little.
    expect(counts.allowed).toBeGreaterThan(RUNS.numRuns / 10);
    expect(counts.refused).toBeGreaterThan(RUNS.numRuns / 10);
  });

  it('the order and the repetition of rules mean nothing', () => {
    fc.assert(
      fc.property(rulesAndOrigin, ({ rules, origin }) => {
        const texts = rules.map(textOf);
        const others = [...texts.toReversed(), ...texts];
        expect(policyFor(others).origin.verdict(origin)).toBe(policyFor(texts).origin.verdict(origin));
      }),
      RUNS,
    );
  });

  it('a rule more allows no origin less, and a predicate is asked only where no rule knows', () => {
    fc.assert(
      fc.property(rulesAndOrigin, ({ rules, origin }) => {
        const [first, ...others] = rules.map(textOf);
        const without = policyFor(others).origin.verdict(origin);
        const withFirst = policyFor([first ?? [], ...others].flat()).origin.verdict(origin);
        if (without === 'allowed') expect(withFirst).toBe('allowed');
        const asking = policyFor([...rules.map(textOf), () => true]).origin.verdict(origin);
        expect(asking === 'allowed').toBe(withFirst === 'allowed');
      }),
      RUNS,
    );
  });

  it('no text makes verdict() throw, or changes what it says about another', () => {
    const { origin } = policyFor([
      'https://app.example.com',
      'https://*.example.com:*',
      /^https:\/\/b\.example$/,
      () => true,
    ]);
    fc.assert(
      fc.property(anyText, text => {
        expect(['allowed', 'refused', 'ask']).toContain(origin.verdict(text));
        expect(origin.verdict('https://b.example')).toBe('allowed');
        expect(origin.verdict('https://example.com')).toBe('ask');
        expect(origin.verdict('null')).toBe('refused');
      }),
      RUNS,
    );
  });
});
