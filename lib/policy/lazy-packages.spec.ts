import { loadRegExpParser, loadSuffixList } from './lazy-packages.js';

describe('the packages that only some rules need', () => {
  it('are there when they are asked for', () => {
    expect(typeof loadRegExpParser().RegExpParser).toBe('function');
    expect(loadSuffixList().parse('a.github.io', { allowPrivateDomains: true }).publicSuffix).toBe(
      'github.io',
    );
  });
});
