import { type CharacterSet, charactersOf, setOf } from './origin-alphabet.js';
import { itemAt } from './item-at.js';
import { type PositionAutomaton, START } from './position-automaton.js';

/** A step from one node to another by one character, with the ways between their positions. */
export interface TextStep {
  readonly to: TextNode;
  /**
   * Triples: an index in the positions of the first node, an index in those of the second, and the
   * number of ways.
   */
  readonly ways: readonly number[];
  /** The characters of the step. */
  characters: CharacterSet;
}

/** The set of positions that a text can lead to. */
export interface TextNode {
  readonly positions: readonly number[];
  /** The steps of a matcher at each position. */
  readonly effort: readonly number[];
  /** The steps to other nodes; `undefined` until they are needed. */
  steps: readonly TextStep[] | undefined;
}

/** The sets of positions that texts lead to: the expression as a deterministic automaton. */
export class TextGraph {
  readonly start: TextNode;
  private readonly nodes = new Map<string, TextNode>();
  private readonly classes: readonly CharacterSet[];

  constructor(
    private readonly automaton: PositionAutomaton,
    characters: CharacterSet,
  ) {
    this.classes = classesOf(automaton, characters);
    this.start = this.node([START]);
  }

  get size(): number {
    return this.nodes.size;
  }

  stepsOf(node: TextNode): readonly TextStep[] {
    node.steps ??= this.findSteps(node);
    return node.steps;
  }

  private findSteps(node: TextNode): readonly TextStep[] {
    const steps = new Map<string, TextStep>();
    for (const characters of this.classes) {
      const ways: [from: number, to: number, ways: number][] = [];
      for (const [index, position] of node.positions.entries()) {
        for (const [target, number] of itemAt(this.automaton.next, position)) {
          if ((itemAt(this.automaton.characters, target) & characters) !== 0n)
            ways.push([index, target, number]);
        }
      }
      if (ways.length === 0) continue;
      const key = ways.join(';');
      const known = steps.get(key);
      if (known === undefined) steps.set(key, this.stepTo(ways, characters));
      else known.characters |= characters;
    }
    return [...steps.values()];
  }

  private stepTo(ways: readonly (readonly [number, number, number])[], characters: CharacterSet): TextStep {
    const targets = new Set(ways.map(([, target]) => target));
    const to = this.node([...targets].sort((one, other) => one - other));
    return {
      to,
      ways: ways.flatMap(([from, target, number]) => [from, to.positions.indexOf(target), number]),
      characters,
    };
  }

  private node(positions: readonly number[]): TextNode {
    const key = positions.join();
    let node = this.nodes.get(key);
    if (node === undefined) {
      const effort = positions.map(position => itemAt(this.automaton.effort, position));
      node = { positions, effort, steps: undefined };
      this.nodes.set(key, node);
    }
    return node;
  }
}

/** Groups characters that the expression does not distinguish. */
function classesOf(
  { characters: sets }: PositionAutomaton,
  characters: CharacterSet,
): readonly CharacterSet[] {
  const told = [...new Set(sets)];
  const classes = new Map<string, CharacterSet>();
  for (const character of charactersOf(characters)) {
    const bit = setOf(character);
    // The delimiters of the parts of an origin stay separate.
    const key = ':/+'.includes(character)
      ? character
      : told.map(set => ((set & bit) === 0n ? '0' : '1')).join('');
    classes.set(key, (classes.get(key) ?? 0n) | bit);
  }
  return [...classes.values()];
}
