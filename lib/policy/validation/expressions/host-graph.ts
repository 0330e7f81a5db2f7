import { type CharacterSet, charactersOf } from './origin-alphabet.js';
import type { OriginShape } from './origin-shapes.js';
import { itemAt } from './item-at.js';
import { type PositionAutomaton, START } from './position-automaton.js';

/** A place in an expression and in the shape of a host at once. */
export interface HostNode {
  readonly id: number;
  /** What is consumed to come here; nothing at the start. */
  readonly characters: CharacterSet;
  readonly inPort: boolean;
  readonly before: Set<HostNode>;
  readonly after: Set<HostNode>;
  readonly ends: boolean;
}

/** The hosts and ports that an expression matches behind a scheme, as a graph. Every node lies on a way from its start to an end. */
export interface HostGraph {
  readonly start: HostNode;
  /** The nodes with which a host ends, the start where it may be empty. */
  readonly hostEnds: ReadonlySet<HostNode>;
}

/**
 * What of the shape an expression matches from some of its positions on; `undefined` where it matches nothing.
 *
 * @param from the positions at which `://` has been consumed
 */
export function hostGraph(
  expression: PositionAutomaton,
  from: Iterable<number>,
  { automaton: shape, port }: OriginShape,
): HostGraph | undefined {
  const positions = [...from];
  const start = nodeOf(
    START,
    0n,
    false,
    shape.accepting.has(START) && positions.some(position => expression.accepting.has(position)),
  );
  const nodes = new Map<string, HostNode>();
  const open: [node: HostNode, position: number, place: number][] = positions.map(position => [
    start,
    position,
    START,
  ]);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, position, place] = next;
    for (const target of itemAt(expression.next, position).keys()) {
      for (const slot of itemAt(shape.next, place).keys()) {
        const characters = itemAt(expression.characters, target) & itemAt(shape.characters, slot);
        if (characters === 0n) continue;
        const key = `${target},${slot}`;
        let reached = nodes.get(key);
        if (reached === undefined) {
          const ends = expression.accepting.has(target) && shape.accepting.has(slot);
          reached = nodeOf(nodes.size + 1, characters, slot >= port, ends);
          nodes.set(key, reached);
          open.push([reached, target, slot]);
        }
        node.after.add(reached);
        reached.before.add(node);
      }
    }
  }
  return trimmed(start, [start, ...nodes.values()]);
}

function nodeOf(id: number, characters: CharacterSet, inPort: boolean, ends: boolean): HostNode {
  return { id, characters, inPort, ends, before: new Set(), after: new Set() };
}

/** Without the nodes from which no end can be reached. */
function trimmed(start: HostNode, nodes: readonly HostNode[]): HostGraph | undefined {
  const useful = new Set(nodes.filter(({ ends }) => ends));
  for (const node of useful) for (const before of node.before) useful.add(before);
  if (!useful.has(start)) return undefined;
  for (const node of nodes) {
    for (const neighbours of [node.before, node.after]) {
      for (const neighbour of neighbours) if (!useful.has(neighbour)) neighbours.delete(neighbour);
    }
  }
  const hostEnds = [...useful].filter(
    node => !node.inPort && (node.ends || Array.from(node.after).some(({ inPort }) => inPort)),
  );
  return { start, hostEnds: new Set(hostEnds) };
}

/** One of the shortest texts from the start to an end, of letters rather than of other characters. */
export function shortestText({ start }: HostGraph): string {
  const texts = new Map<HostNode, string>([[start, '']]);
  let shortest = '';
  for (const [node, text] of texts) {
    shortest = text;
    // Each node lies on a way to an end.
    if (node.ends) break;
    for (const after of node.after) {
      if (!texts.has(after)) texts.set(after, text + itemAt(charactersOf(after.characters), 0));
    }
  }
  return shortest;
}
