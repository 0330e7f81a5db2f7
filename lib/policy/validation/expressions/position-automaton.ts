import { itemAt } from './item-at.js';
import type { CharacterSet } from './origin-alphabet.js';

/** The number of ways to each position. */
export type Ways = ReadonlyMap<number, number>;

/**
 * An expression as an automaton. Its states are the start and the positions where the expression
 * consumes a character. It counts the ways in which a backtracking matcher gets from one position
 * to the next. Lookaround and `\b` always pass, so the automaton accepts at least the matches of
 * the expression, in at least as many ways.
 */
export interface PositionAutomaton {
  /** The characters of each position; empty at the start. */
  readonly characters: readonly CharacterSet[];
  /** The ways from each position to the next ones. */
  readonly next: readonly Ways[];
  /** The positions where a match can end. */
  readonly accepting: ReadonlySet<number>;
  /**
   * The largest number of steps of a matcher at each position before it consumes the next
   * character.
   */
  readonly effort: readonly number[];
}

/** The position of the start, which consumes nothing. */
export const START = 0;

/**
 * A part of an expression: its first and last positions, and the number of ways to consume nothing.
 */
export interface Fragment {
  readonly first: Ways;
  readonly last: Ways;
  readonly empty: number;
}

export const NOTHING: Fragment = { first: new Map(), last: new Map(), empty: 1 };

// The limit is above every budget. Without it, numbers become infinite, and 0 * Infinity is NaN.
const MOST_WAYS = 1e12;

/** Builds the automaton of an expression. */
export class AutomatonBuilder {
  private readonly characters: CharacterSet[] = [0n];
  private readonly next: Map<number, number>[] = [new Map<number, number>()];
  private readonly effort: number[] = [1];
  /** The positions before each check. */
  private readonly before: [check: number, positions: ReadonlySet<number>][] = [];
  /** The positions of lookarounds, which consume nothing. */
  private readonly checks: number[] = [];

  get size(): number {
    return this.characters.length;
  }

  character(set: CharacterSet): Fragment {
    const position = this.add(set, 1);
    return { first: new Map([[position, 1]]), last: new Map([[position, 1]]), empty: 0 };
  }

  /** A lookaround, with its steps for each time that a matcher reaches it. */
  check(steps: number): Fragment {
    const fragment = this.character(0n);
    for (const position of fragment.first.keys()) {
      this.effort[position] = steps;
      this.checks.push(position);
    }
    return fragment;
  }

  sequence(parts: readonly Fragment[]): Fragment {
    return parts.reduce((before, after) => {
      this.connect(before.last, after.first);
      return {
        first: sum(before.first, scaled(after.first, before.empty)),
        last: sum(after.last, scaled(before.last, after.empty)),
        empty: Math.min(before.empty * after.empty, MOST_WAYS),
      };
    }, NOTHING);
  }

  alternatives(parts: readonly Fragment[]): Fragment {
    return parts.reduce(
      (all, part) => ({
        first: sum(all.first, part.first),
        last: sum(all.last, part.last),
        empty: Math.min(all.empty + part.empty, MOST_WAYS),
      }),
      { first: new Map<number, number>(), last: new Map<number, number>(), empty: 0 },
    );
  }

  optional(part: Fragment): Fragment {
    return { ...part, empty: Math.min(part.empty + 1, MOST_WAYS) };
  }

  /** One or more times. A matcher also tries iterations that consume nothing, and rejects them. */
  repeated(part: Fragment): Fragment {
    this.connect(part.last, part.first);
    for (const position of part.last.keys())
      this.effort[position] = itemAt(this.effort, position) + part.empty;
    return part;
  }

  build(whole: Fragment): PositionAutomaton {
    this.connect(new Map([[START, 1]]), whole.first);
    for (const check of this.checks) this.eliminate(check);
    const accepting = new Set([...whole.last.keys(), ...(whole.empty > 0 ? [START] : [])]);
    this.acceptBeforeChecks(accepting);
    const effort = this.effort.map(
      (steps, position) => steps + effortOfChoice(itemAt(this.next, position).size),
    );
    return { characters: this.characters, next: this.next, accepting, effort };
  }

  private add(set: CharacterSet, steps: number): number {
    this.characters.push(set);
    this.next.push(new Map());
    return this.effort.push(steps) - 1;
  }

  private connect(from: Ways, to: Ways): void {
    for (const [position, ways] of from) {
      const next = itemAt(this.next, position);
      for (const [target, entries] of to) addWays(next, target, ways * entries);
    }
  }

  /** Replaces a check by ways to the positions after it. The steps of the check are kept. */
  private eliminate(check: number): void {
    const after = itemAt(this.next, check);
    const before = new Set<number>();
    this.before.push([check, before]);
    // An iteration of checks alone consumes nothing.
    after.delete(check);
    for (const [position, next] of this.next.entries()) {
      const ways = next.get(check);
      if (ways === undefined || position === check) continue;
      before.add(position);
      next.delete(check);
      this.effort[position] = itemAt(this.effort, position) + ways * itemAt(this.effort, check);
      for (const [target, entries] of after) addWays(next, target, ways * entries);
    }
  }

  private acceptBeforeChecks(accepting: Set<number>): void {
    for (const [check, positions] of this.before.toReversed()) {
      if (!accepting.delete(check)) continue;
      for (const position of positions) accepting.add(position);
    }
  }
}

/**
 * The steps of a choice. A matcher stores each alternative. With few alternatives, V8 decides by
 * the next character.
 */
function effortOfChoice(places: number): number {
  return places + 2 * Math.max(0, places - 4);
}

function addWays(ways: Map<number, number>, position: number, more: number): void {
  ways.set(position, Math.min((ways.get(position) ?? 0) + more, MOST_WAYS));
}

function sum(one: Ways, other: Ways): Ways {
  const all = new Map(one);
  for (const [position, ways] of other) addWays(all, position, ways);
  return all;
}

function scaled(ways: Ways, factor: number): Ways {
  if (factor === 0) return NOTHING.first;
  return new Map(Array.from(ways, ([position, number]) => [position, Math.min(number * factor, MOST_WAYS)]));
}
