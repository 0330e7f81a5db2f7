import { nearestName } from './nearest-name.js';

// No two fields or flags are equally similar to a word, so the tables of names cannot show this.
test('of two names that are as near, the first is meant', () => {
  expect(nearestName('bat', ['cat', 'hat'])).toBe('cat');
  expect(nearestName('bat', ['hat', 'cat'])).toBe('hat');
});
