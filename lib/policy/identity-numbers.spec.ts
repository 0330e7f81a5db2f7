import { IdentityNumbers } from './identity-numbers.js';

describe('numbers by identity', () => {
  it('are the same for the same object or primitive, in the order of their coming', () => {
    const numbers = new IdentityNumbers();
    const object = {};
    expect(
      [object, 'a', Number.NaN, undefined, object, 'a', Number.NaN, undefined].map(value =>
        numbers.of(value),
      ),
    ).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it('differ for objects that merely look the same', () => {
    const numbers = new IdentityNumbers();
    expect(numbers.of(/^a$/)).not.toBe(numbers.of(/^a$/));
    expect(numbers.of(() => true)).not.toBe(numbers.of(() => true));
  });
});
