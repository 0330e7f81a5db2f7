import type { AST } from '@eslint-community/regexpp';
import { pathSteps } from './matching-steps.js';
import { type CharacterSet, EVERY_CHARACTER, charactersMatchedBy } from './origin-alphabet.js';
import { AutomatonBuilder, type Fragment, NOTHING, type PositionAutomaton } from './position-automaton.js';

// The limit for copies of a repeated part. Beyond it, the automaton allows any number of
// repetitions, which includes the exact number.
const MOST_COPIES = 64;
const MOST_POSITIONS = 1500;

/** Reads the syntax tree of an expression. */
export function automatonOf(pattern: AST.Pattern, flags: string): PositionAutomaton {
  return new TreeReader(flags, new Map(), false).read(pattern.alternatives);
}

class TreeReader {
  private readonly builder = new AutomatonBuilder();

  constructor(
    private readonly flags: string,
    private readonly known: Map<string, CharacterSet>,
    /** Whether the text is read from its end, as in a lookbehind. */
    private readonly backwards: boolean,
  ) {}

  read(alternatives: readonly AST.Alternative[]): PositionAutomaton {
    return this.builder.build(this.oneOf(alternatives));
  }

  private oneOf(alternatives: readonly AST.Alternative[]): Fragment {
    return this.builder.alternatives(
      alternatives.map(({ elements }) => {
        const parts = elements.map(element => this.element(element));
        return this.builder.sequence(this.backwards ? parts.reverse() : parts);
      }),
    );
  }

  private element(element: AST.Element): Fragment {
    switch (element.type) {
      case 'Group':
      case 'CapturingGroup':
        return this.oneOf(element.alternatives);
      case 'Quantifier':
        return this.quantifier(element);
      case 'Assertion':
        return this.assertion(element);
      case 'Backreference':
        // The text of the group is not known, so any text is accepted.
        return this.anyText();
      case 'Character':
      case 'CharacterSet':
        return this.builder.character(this.charactersOf(element));
      case 'CharacterClass':
      case 'ExpressionCharacterClass':
        return matchesStrings(element) ? this.anyText() : this.builder.character(this.charactersOf(element));
    }
  }

  private quantifier({ min, max, element }: AST.Quantifier): Fragment {
    const sizeBefore = this.builder.size;
    const one = this.element(element);
    if (max === 0) return NOTHING;
    if (max === 1) return min === 0 ? this.builder.optional(one) : one;
    const size = this.builder.size - sizeBefore;
    const copies = max === Number.POSITIVE_INFINITY ? min : max;
    const written = copies <= MOST_COPIES && this.builder.size + size * copies <= MOST_POSITIONS;
    if (!written || (max === Number.POSITIVE_INFINITY && min <= 1)) {
      const many = this.builder.repeated(one);
      return min === 0 ? this.builder.optional(many) : many;
    }
    const more = (length: number): Fragment[] => Array.from({ length }, () => this.element(element));
    const required = [one, ...more(Math.max(min, 1) - 1)];
    if (max === Number.POSITIVE_INFINITY) {
      return this.builder.sequence([...required.slice(1), this.builder.repeated(one)]);
    }
    const further = more(max - required.length);
    // Each further copy is tried only after those before it.
    const tail = further.reduceRight<Fragment>(
      (rest, each) => this.builder.optional(this.builder.sequence([each, rest])),
      NOTHING,
    );
    const whole = this.builder.sequence([...required, tail]);
    return min === 0 ? this.builder.optional(whole) : whole;
  }

  private assertion(assertion: AST.Assertion): Fragment {
    if (assertion.kind !== 'lookahead' && assertion.kind !== 'lookbehind') return NOTHING;
    const reader = new TreeReader(this.flags, this.known, assertion.kind === 'lookbehind');
    return this.builder.check(pathSteps(reader.read(assertion.alternatives)));
  }

  private anyText(): Fragment {
    return this.builder.optional(this.builder.repeated(this.builder.character(EVERY_CHARACTER)));
  }

  private charactersOf(element: AST.Node): CharacterSet {
    let set = this.known.get(element.raw);
    if (set === undefined) {
      set = charactersMatchedBy(element, this.flags);
      this.known.set(element.raw, set);
    }
    return set;
  }
}

/** Whether a class can match several characters, which the flag `v` permits. */
function matchesStrings(element: AST.CharacterClass | AST.ExpressionCharacterClass): boolean {
  return (
    (element.type === 'ExpressionCharacterClass' || element.unicodeSets) && /\\q\{|\\p\{/.test(element.raw)
  );
}
