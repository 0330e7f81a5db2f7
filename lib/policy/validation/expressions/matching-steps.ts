import { MAX_ORIGIN_LENGTH } from '../../../fetch/index.js';
import { itemAt } from './item-at.js';
import { type CharacterSet, EVERY_CHARACTER, setOf } from './origin-alphabet.js';
import { type PositionAutomaton, START } from './position-automaton.js';
import { type TextNode, TextGraph } from './text-graph.js';

/**
 * The limit for the steps of a match, which take a few milliseconds. Three repetitions that can
 * share an origin stay below the limit. Four do not.
 */
export const STEP_BUDGET = 2.2e7;

/** A part of an origin: its characters and its largest length. */
interface Stretch {
  readonly characters: CharacterSet;
  readonly length: number;
}

const COLON = setOf(':');
const SLASH = setOf('/');
const SCHEME: Stretch = { characters: EVERY_CHARACTER & ~(COLON | SLASH), length: 64 };
// A host of 253 bytes and a port. The port has no other characters than a host.
const HOST: Stretch = { characters: EVERY_CHARACTER & ~(SLASH | setOf('+')), length: 259 };

/** The limit for sets of positions. Larger expressions count as too slow. */
const MOST_NODES = 5000;

/**
 * An upper bound for the steps that a backtracking matcher takes for any origin; infinite beyond
 * the budget. All origins are followed at once, character by character. For each set of positions
 * that a text can lead to, the largest number of paths to each position is kept. The bound is too
 * large only if different texts have many paths to different positions of a set.
 */
export function originSteps(automaton: PositionAutomaton): number {
  const counter = new PathCounter(automaton);
  // A matcher begins at each character, and usually fails at once.
  counter.steps += itemAt(automaton.effort, START) * MAX_ORIGIN_LENGTH;
  counter.follow(SCHEME);
  for (const characters of [COLON, SLASH, SLASH]) counter.consume(characters);
  counter.follow(HOST);
  return counter.result;
}

/** The same bound for any text of the length of an origin, from any place in it. */
export function pathSteps(automaton: PositionAutomaton): number {
  const counter = new PathCounter(automaton);
  counter.follow({ characters: EVERY_CHARACTER, length: MAX_ORIGIN_LENGTH });
  return counter.result + itemAt(automaton.effort, START);
}

/** For each of a node's positions, the most paths to it. */
type Paths = Float64Array;

class PathCounter {
  steps = 0;
  private readonly graph: TextGraph;
  private known: Map<TextNode, Paths>;

  constructor(automaton: PositionAutomaton) {
    this.graph = new TextGraph(automaton, EVERY_CHARACTER);
    this.known = new Map([[this.graph.start, Float64Array.of(1)]]);
  }

  get result(): number {
    return this.steps > STEP_BUDGET || this.graph.size > MOST_NODES ? Number.POSITIVE_INFINITY : this.steps;
  }

  private get exceeded(): boolean {
    return this.result === Number.POSITIVE_INFINITY;
  }

  /** Consumes any number of characters up to the length of the part. */
  follow({ characters, length }: Stretch): void {
    let changed = new Map(this.known);
    for (let step = 0; step < length && !this.exceeded; step += 1) {
      const reached = this.advance(changed, characters);
      changed = new Map();
      for (const [node, paths] of reached) {
        const before = this.known.get(node);
        if (before !== undefined && paths.every((number, index) => number <= itemAt(before, index))) continue;
        const most =
          before === undefined
            ? paths
            : paths.map((number, index) => Math.max(number, itemAt(before, index)));
        this.known.set(node, most);
        changed.set(node, most);
      }
      // Without changes, the remaining steps have the same cost.
      this.steps += this.mostSteps() * (changed.size === 0 ? length - step : 1);
      if (changed.size === 0) return;
    }
  }

  /** Consumes one character. */
  consume(characters: CharacterSet): void {
    this.known = this.advance(this.known, characters);
    this.steps += this.mostSteps();
  }

  private advance(from: ReadonlyMap<TextNode, Paths>, characters: CharacterSet): Map<TextNode, Paths> {
    const reached = new Map<TextNode, Paths>();
    for (const [node, paths] of from) {
      for (const { to, ways, characters: consumed } of this.graph.stepsOf(node)) {
        if ((consumed & characters) === 0n) continue;
        const next = new Float64Array(to.positions.length);
        for (let index = 0; index < ways.length; index += 3) {
          const target = itemAt(ways, index + 1);
          next[target] = itemAt(next, target) + itemAt(paths, itemAt(ways, index)) * itemAt(ways, index + 2);
        }
        const other = reached.get(to);
        reached.set(
          to,
          other === undefined ? next : next.map((number, index) => Math.max(number, itemAt(other, index))),
        );
      }
    }
    return reached;
  }

  private mostSteps(): number {
    let most = 0;
    for (const [{ effort }, paths] of this.known) {
      most = Math.max(
        most,
        paths.reduce((sum, number, index) => sum + number * itemAt(effort, index), 0),
      );
    }
    return most;
  }
}
