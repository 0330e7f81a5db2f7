import { EVERY_CHARACTER, charactersOf, setOf } from './origin-alphabet.js';

describe('a set of characters', () => {
  it('has those of a text, each once, letters first', () => {
    expect(charactersOf(setOf('.ab0a'))).toEqual(['a', 'b', '0', '.']);
  });

  it('leaves out what no origin has', () => {
    expect(setOf('é{')).toBe(0n);
    expect(setOf('a') & EVERY_CHARACTER).toBe(setOf('a'));
  });
});
