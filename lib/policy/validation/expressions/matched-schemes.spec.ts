import { automatonOf } from './expression-automaton.js';
import { parsePattern } from './expression-tree.js';
import { matchedSchemes } from './matched-schemes.js';

function schemesOf(source: string): readonly string[] | undefined {
  const found = matchedSchemes(automatonOf(parsePattern(source, ''), ''));
  return found === undefined ? undefined : [...found.keys()].sort();
}

describe('the schemes that an expression matches', () => {
  it.each<[source: string, schemes: readonly string[]]>([
    ['^https:\\/\\/', ['https']],
    ['^https?:\\/\\/a$', ['http', 'https']],
    ['^(?:capacitor|h2\\+x\\.y-z):\\/\\/a$', ['capacitor', 'h2+x.y-z']],
    ['^[a-p]:\\/\\/a$', Array.from('abcdefghijklmnop')],
    ['^a:b$', []],
    ['^:\\/\\/a$', []],
    ['^1:\\/\\/a$', []],
    ['^[1a]2:\\/\\/a$', ['a2']],
    ['^[a-z]+$', []],
    ['^example\\.com$', []],
    ['^A:\\/\\/a$', []],
  ])('of %s are %j', (source, schemes) => {
    expect(schemesOf(source)).toEqual(schemes);
  });

  it.each(['^[a-q]:\\/\\/a$', '^[a-z]+:\\/\\/a$', '^.*:\\/\\/a$', '^[a-z]{3}:a$', '^.+a$'])(
    'of %s are no list',
    source => {
      expect(schemesOf(source)).toBeUndefined();
    },
  );
});
