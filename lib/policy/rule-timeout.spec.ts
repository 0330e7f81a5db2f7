import { PolicyBook } from './policy-book.js';
import type { CorsPolicyOptions, OriginRule } from './policy-options.js';
import { RULE_TIMEOUT } from './rule-timeout.js';

function waiting(timeout: unknown): OriginRule {
  return Object.assign(() => true, { [RULE_TIMEOUT]: timeout });
}

function problemsWith(origin: CorsPolicyOptions['origin'], originTimeout?: number): readonly object[] {
  const book = new PolicyBook(
    {
      problemWith: () => undefined,
      instanceOf: () => ({ isAllowed: () => true }),
    },
    originTimeout,
  );
  book.enter('GET /', [{ level: 'defaults', place: 'defaults', options: { origin } as CorsPolicyOptions }]);
  return book.report.problems;
}

describe('a rule that limits its time itself', () => {
  it.each([
    [5_000, undefined],
    [5_000, 5_000],
    [1, 1],
    ['5001', 5_000],
    [undefined, 1],
  ])('may wait %p ms of %p', (timeout, originTimeout) => {
    expect(problemsWith([waiting(timeout), 'https://a.example'], originTimeout)).toEqual([]);
  });

  it.each([
    [5_001, undefined, 5_000],
    [2_000, 1_999, 1_999],
  ])('may not wait %p ms of %p', (timeout, originTimeout, limit) => {
    const rule = waiting(timeout);
    expect(problemsWith(['https://a.example', rule], originTimeout)).toEqual([
      expect.objectContaining({
        field: 'origin',
        value: rule,
        reason: `the timeout of cachedOrigins() is ${timeout} ms, and originTimeout is ${limit} ms, so staleWhileError would never have an effect`,
        suggestion: `write timeout: ${limit} or less in cachedOrigins(), or originTimeout: ${timeout} or more in CorsModule.forRoot()`,
      }),
    ]);
  });

  it('may be a class, also one that extends it', () => {
    class Cached {
      static readonly [RULE_TIMEOUT] = 6_000;
      isAllowed(): boolean {
        return true;
      }
    }
    class Extended extends Cached {}
    expect(problemsWith([Cached, Extended])).toHaveLength(2);
  });
});
