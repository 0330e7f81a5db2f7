import fc from '../../test/support/fast-check.js';
import { predicateThat } from '../../test/support/predicates.js';
import { OriginQuestion } from './origin-question.js';
import type { OriginPredicate } from './policy-options.js';

const RUNS = { numRuns: 1_000 };

/** The way in which a predicate answers, and whether it allows the origin. */
interface Behaviour {
  readonly allows: boolean;
  readonly fails: boolean;
  readonly answer: () => unknown;
}

const notBoolean = fc.anything().filter(value => typeof value !== 'boolean');

const behaviour: fc.Arbitrary<Behaviour> = fc.oneof(
  fc.boolean().map(allows => ({ allows, fails: false, answer: () => allows })),
  fc.boolean().map(allows => ({ allows, fails: false, answer: () => Promise.resolve(allows) })),
  notBoolean.map(value => ({ allows: false, fails: true, answer: () => value })),
  notBoolean.map(value => ({ allows: false, fails: true, answer: () => Promise.resolve(value) })),
  fc.anything().map(error => ({
    allows: false,
    fails: true,
    answer: () => {
      throw error;
    },
  })),
  fc.anything().map(error => ({
    allows: false,
    fails: true,
    answer: async () => {
      await Promise.resolve();
      throw error;
    },
  })),
);

describe('whatever predicates do', () => {
  it('an origin is allowed exactly if one of them answers true, and those before it were asked once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(behaviour, { maxLength: 6 }), fc.nat(5), async (behaviours, shared) => {
        const asked: number[] = [];
        const failed: number[] = [];
        const predicates: OriginPredicate[] = behaviours.map(({ answer }, index) =>
          predicateThat(() => {
            asked.push(index);
            return answer();
          }),
        );
        const question = new OriginQuestion(
          'https://app.example.com',
          {},
          predicate => {
            failed.push(predicates.indexOf(predicate));
          },
          60_000,
        );
        const first = await question.ask(predicates);
        const again = await question.ask(predicates.slice(0, shared));

        const allowing = behaviours.findIndex(({ allows }) => allows);
        const expected = behaviours
          .map((_, index) => index)
          .slice(0, allowing === -1 ? undefined : allowing + 1);
        expect(first).toBe(allowing !== -1);
        expect(again).toBe(allowing !== -1 && allowing < shared);
        expect(asked).toEqual(expected);
        expect(failed).toEqual(expected.filter(index => behaviours[index]?.fails));
      }),
      RUNS,
    );
  });
});
