import { unescapedDots, withEscapes } from './expression-dots.js';
import { parsePattern } from './expression-tree.js';

describe('the dots that are not escaped', () => {
  it.each([
    ['^a.example.com$', '^a\\.example\\.com$'],
    ['^a.(?:b|c)$', '^a\\.(?:b|c)$'],
    ['^a.((?<n>b)c|1)$', '^a\\.((?<n>b)c|1)$'],
    ['^(?:a.b|c)$', '^(?:a\\.b|c)$'],
    ['^(a.b|c)$', '^(a\\.b|c)$'],
    ['^(?:a.b)+$', '^(?:a\\.b)+$'],
    ['^a.B$', '^a\\.B$'],
    ['^a.1$', '^a\\.1$'],
    ['^a.b?c$', '^a\\.b?c$'],
    ['^a.(?:b\\.)*c$', '^a\\.(?:b\\.)*c$'],
    ['^a.\\.b$', '^a\\.\\.b$'],
    ['^a.-b$', '^a\\.-b$'],
  ])('of %s are escaped: %s', (source, escaped) => {
    expect(withEscapes(source, unescapedDots(parsePattern(source, '')))).toBe(escaped);
  });

  it.each([
    ['^a\\.b$', 'an escaped one'],
    ['^a[.]b$', 'one in a class'],
    ['^.*a$', 'one with a quantifier'],
    ['^\\da$', 'another set of characters'],
    ['^a.$', 'at the end'],
    ['^-.\\.b$', 'behind a hyphen'],
    ['^.\\.b$', 'at the start'],
    ['^a.\\d$', 'before another set of characters'],
    ['^a.[a-z]$', 'before a class'],
    ['^a.-*b$', 'before a repetition of something else'],
    ['^a.(?:b|-)$', 'before a choice that begins with something else'],
    ['^a.(?:|b)$', 'before a choice of nothing'],
    ['^a.(?:)$', 'before an empty group'],
  ])('in %s there are none: %s', source => {
    expect(unescapedDots(parsePattern(source, ''))).toEqual([]);
  });
});
