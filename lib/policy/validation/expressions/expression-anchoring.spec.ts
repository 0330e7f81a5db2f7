import fc from '../../../../test/support/fast-check.js';
import { type AnchoredAlternative, readAnchoring } from './expression-anchoring.js';
import { parseExpression } from './expression-tree.js';

function anchoringOf(source: string, flags: string): readonly AnchoredAlternative[] | undefined {
  const pattern = parseExpression(source, flags);
  return pattern && readAnchoring(pattern);
}

describe('how the ends of a regular expression are read', () => {
  it.each([
    ['(?i:^a$)', true, true],
    ['(?i-s:^a)$', true, true],
    ['(?-i:a)$', false, true],
    ['^(?s:a)', true, false],
  ])('%s has modifiers, which not every Node.js can compile', (source, start, end) => {
    expect(anchoringOf(source, '')).toEqual([{ source, start, end }]);
  });

  it('gives each alternative at the top level with its own ends', () => {
    expect(anchoringOf('^a|(b|c)$|^d$', '')).toEqual([
      { source: '^a', start: true, end: false },
      { source: '(b|c)$', start: false, end: true },
      { source: '^d$', start: true, end: true },
    ]);
  });

  it('never calls an end anchored where a match can begin or end elsewhere', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '.',
      '^',
      '$',
      '\\b',
      '\\^',
      '\\$',
      '[^a]',
      '[$]',
      '[\\]^]',
      '(?!b)',
      '(?=a|$)',
    );
    const { expression } = fc.letrec<{ expression: string; sequence: string; term: string }>(tie => ({
      expression: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('|')),
      sequence: fc.array(tie('term'), { maxLength: 4 }).map(terms => terms.join('')),
      term: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc
          .tuple(
            fc.constantFrom('(', '(?:', '(?<!', '(?='),
            tie('expression'),
            fc.constantFrom('', '', '?', '*', '+', '{0}', '{1,2}?'),
          )
          .map(([open, body, quantifier]) => `${open}${body})${open.length > 3 ? '' : quantifier}`),
      ),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '^', '$', ']'), maxLength: 6 });

    fc.assert(
      fc.property(expression, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
        const alternatives = anchoringOf(source, '') ?? [];
        const pattern = new RegExp(source, 'g');
        for (const sample of texts) {
          for (const match of sample.matchAll(pattern)) {
            if (alternatives.every(({ start }) => start)) expect(match.index).toBe(0);
            if (alternatives.every(({ end }) => end))
              expect(match.index + match[0].length).toBe(sample.length);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
