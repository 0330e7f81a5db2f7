import { nearestName } from './nearest-name.js';

// No two fields or flags are as near to one word, so that no table of theirs can show this.
test('of two names that are as near, the first is meant', () => {
  expect(nearestName('bat', ['cat', 'hat'])).toBe('cat');
  expect(nearestName('bat', ['hat', 'cat'])).toBe('hat');
});
