import { automatonOf } from './expression-automaton.js';
import { parsePattern } from './expression-tree.js';
import { setOf } from './origin-alphabet.js';
import { type PositionAutomaton, START } from './position-automaton.js';

const automaton = (source: string, flags = ''): PositionAutomaton =>
  automatonOf(parsePattern(source, flags), flags);

/** Whether a path through the automaton consumes the text. */
function accepts({ characters, next, accepting }: PositionAutomaton, text: string): boolean {
  let places = new Set([START]);
  for (const character of text) {
    const targets = [...places].flatMap(place => [...(next[place]?.keys() ?? [])]);
    places = new Set(targets.filter(target => ((characters[target] ?? 0n) & setOf(character)) !== 0n));
  }
  return [...places].some(place => accepting.has(place));
}

describe('the automaton of an expression', () => {
  it.each<[source: string, matched: readonly string[], others: readonly string[]]>([
    ['', [''], ['a']],
    ['a', ['a'], ['', 'b', 'aa']],
    ['a|bc', ['a', 'bc'], ['', 'b', 'abc']],
    ['(?:|a)b', ['b', 'ab'], ['', 'a', 'aab']],
    ['(?:|a)', ['', 'a'], ['aa']],
    ['a?', ['', 'a'], ['aa']],
    ['a??b', ['b', 'ab'], ['aab']],
    ['a{1}b', ['ab'], ['b', 'aab']],
    ['a{0}b', ['b'], ['ab']],
    ['a*', ['', 'a', 'aaaa'], ['b']],
    ['a+', ['a', 'aaaa'], ['']],
    ['a{2}', ['aa'], ['', 'a', 'aaa']],
    ['a{2,}', ['aa', 'aaa', 'aaaaaa'], ['', 'a']],
    ['a{3,}b', ['aaab', 'aaaaab'], ['b', 'ab', 'aab']],
    ['a{0,3}', ['', 'a', 'aaa'], ['aaaa']],
    ['a{1,3}', ['a', 'aaa'], ['', 'aaaa']],
    ['a{2,4}b', ['aab', 'aaaab'], ['ab', 'aaaaab']],
    ['(?:ab){2}', ['abab'], ['ab', 'ababab']],
    ['a{70}', ['a', 'a'.repeat(70)], ['']],
    ['a{0,70}', ['', 'a', 'a'.repeat(70)], ['b']],
    ['[^a]', ['b', '/'], ['a', '']],
    ['(a)\\1', ['a', 'aa', 'axyz'], ['', 'b']],
    ['^a$', ['a'], ['']],
    ['a(?=b)', ['a'], ['', 'ab']],
    ['a(?!b)(?=c)', ['a'], ['', 'ac']],
    ['(?<=x)(?<!y)a', ['a'], ['']],
    ['(?:(?=a))*a', ['a'], ['', 'aa']],
    ['(?=a)', [''], ['a']],
  ])('of %s accepts what that matches, whatever surrounds it', (source, matched, others) => {
    const made = automaton(source);
    expect(matched.filter(text => !accepts(made, text))).toEqual([]);
    expect(others.filter(text => accepts(made, text))).toEqual([]);
  });

  it.each<[source: string, matched: readonly string[], others: readonly string[]]>([
    ['[ab]', ['a', 'b'], ['', 'c', 'ab']],
    ['[[a-c]--b]', ['a', 'c'], ['', 'b', 'ac']],
    ['[a\\q{bc}]', ['a', 'bc'], []],
    ['[\\q{ab|c}--c]', ['ab'], []],
  ])('of %s with the flag v', (source, matched, others) => {
    const made = automaton(source, 'v');
    expect(matched.filter(text => !accepts(made, text))).toEqual([]);
    expect(others.filter(text => accepts(made, text))).toEqual([]);
  });

  it('with the flag u has what a class matches alone', () => {
    const made = automaton('[\\p{L}]', 'u');
    expect(['a', 'ab', '1'].filter(text => accepts(made, text))).toEqual(['a']);
  });

  it('with the flag i has both cases', () => {
    expect(accepts(automaton('a', 'i'), 'A')).toBe(true);
    expect(accepts(automaton('a'), 'A')).toBe(false);
  });

  it.each([
    ['a{64}', 65],
    ['a{65}', 2],
    ['(?:a{50}){28}', 1401],
    ['(?:a{50}){40}', 51],
    ['(?:a{50}){40,}', 51],
  ])('of %s has %d positions: what repeats more often repeats without a limit', (source, positions) => {
    expect(automaton(source).characters).toHaveLength(positions);
  });

  it.each([
    ['ab', 1],
    ['a(?:|)b', 2],
    ['a(?:|)(?:(?:|)b)', 4],
    ['a(?:|)(?=x)(?:(?:|)b)', 4],
    ['(?:a|a)b', 1],
  ])('of %s goes from a to b in %d ways', (source, ways) => {
    const { characters, next } = automaton(source);
    const from = characters.indexOf(setOf('a'));
    expect(next[from]?.get(characters.indexOf(setOf('b')))).toBe(ways);
  });

  it('counts as effort what a matcher tries at a place', () => {
    const effort = (source: string): number => automaton(source).effort[START] ?? 0;
    const more = (one: string, other: string): number => effort(other) - effort(one);
    expect(more('a', 'a|b')).toBeGreaterThan(0);
    // With many alternatives, V8 does not decide by the next character.
    expect(more('a|b|c|d|e', 'a|b|c|d|e|f')).toBeGreaterThan(more('a', 'a|b'));
    expect(more('a', '(?=a+)a')).toBeGreaterThan(100);
  });

  it('counts as effort each iteration that consumes nothing', () => {
    const effort = (source: string): number => automaton(source).effort[1] ?? 0;
    expect(effort('(?:a?)*')).toBeGreaterThan(effort('a*'));
  });
});
