import { SCHEME_END } from '../../../fetch/index.js';
import { itemAt } from './item-at.js';
import { charactersOf, setOf } from './origin-alphabet.js';
import { type PositionAutomaton, START } from './position-automaton.js';

/** The limit for a list of schemes. */
const MOST_SCHEMES = 16;
const MOST_STEPS = 4000;
const BEGIN = setOf('abcdefghijklmnopqrstuvwxyz');
const FOLLOWING = BEGIN | setOf('0123456789+-.');

/**
 * The schemes that an expression can match, each with the positions after its `://`; `undefined` if
 * there are too many. Some schemes may lead to no origin.
 */
export function matchedSchemes(
  expression: PositionAutomaton,
): ReadonlyMap<string, ReadonlySet<number>> | undefined {
  const schemes = new Map<string, ReadonlySet<number>>();
  const beforeColon = positionsBeforeColon(expression);
  const open: [positions: ReadonlySet<number>, scheme: string][] = [[new Set([START]), '']];
  let steps = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [positions, scheme] = next;
    const separated = Array.from(SCHEME_END).reduce<ReadonlySet<number>>(
      (reached, character) => advance(expression, reached, character),
      positions,
    );
    if (scheme !== '' && separated.size > 0) schemes.set(scheme, separated);
    if (schemes.size > MOST_SCHEMES) return undefined;
    for (const character of charactersOf(scheme === '' ? BEGIN : FOLLOWING)) {
      const reached = advance(expression, positions, character);
      if (!Array.from(reached).some(position => beforeColon.has(position))) continue;
      steps += 1;
      if (steps > MOST_STEPS) return undefined;
      open.push([reached, scheme + character]);
    }
  }
  return schemes;
}

/** The positions that a colon can follow. */
function positionsBeforeColon({ characters, next }: PositionAutomaton): ReadonlySet<number> {
  const colon = setOf(':');
  const found = new Set<number>();
  let size: number;
  do {
    size = found.size;
    for (const [position, ways] of next.entries()) {
      const leads = (target: number): boolean =>
        (itemAt(characters, target) & colon) !== 0n || found.has(target);
      if (Array.from(ways.keys()).some(leads)) found.add(position);
    }
  } while (found.size > size);
  return found;
}

function advance(
  { characters, next }: PositionAutomaton,
  positions: ReadonlySet<number>,
  character: string,
): ReadonlySet<number> {
  const bit = setOf(character);
  const reached = new Set<number>();
  for (const position of positions) {
    for (const target of itemAt(next, position).keys()) {
      if ((itemAt(characters, target) & bit) !== 0n) reached.add(target);
    }
  }
  return reached;
}
