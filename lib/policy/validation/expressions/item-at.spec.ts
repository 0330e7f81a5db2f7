import { itemAt } from './item-at.js';

describe('itemAt()', () => {
  it('gives what is there', () => {
    expect(itemAt(['a', 'b'], 1)).toBe('b');
    expect(itemAt(Float64Array.of(0), 0)).toBe(0);
  });

  it('throws for what is not', () => {
    expect(() => itemAt(['a'], 1)).toThrow('There is no item 1');
  });
});
