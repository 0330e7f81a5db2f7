import { LineBudget } from './line-budget.js';

describe('A budget of lines', () => {
  it('has some at once, and then one more for each interval', () => {
    let now = 5_000;
    const budget = new LineBudget(2, 100, () => now);
    const taken = (): boolean[] => [budget.take(), budget.take(), budget.take()];

    expect(taken()).toEqual([true, true, false]);
    now += 99;
    expect(taken()).toEqual([false, false, false]);
    now += 1;
    expect(taken()).toEqual([true, false, false]);
    now += 150;
    expect(taken()).toEqual([true, false, false]);
    now += 50;
    expect(taken()).toEqual([true, false, false]);
  });

  it('saves no more than it had', () => {
    let now = 0;
    const budget = new LineBudget(2, 100, () => now);
    now += 1_000_000;

    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  });
});
