import { type CharacterSet, charactersOf } from './origin-alphabet.js';
import type { OriginShape } from './origin-shapes.js';
import { itemAt } from './item-at.js';
import { type PositionAutomaton, START } from './position-automaton.js';

/** A pair of a position in an expression and a position in the shape of a host. */
export interface HostNode {
  readonly id: number;
  /** The characters that lead to this node; empty at the start. */
  readonly characters: CharacterSet;
  readonly inPort: boolean;
  readonly before: Set<HostNode>;
  readonly after: Set<HostNode>;
  readonly ends: boolean;
}

/**
 * The hosts and ports that an expression matches after a scheme, as a graph. Every node lies on a
 * path from the start to an end.
 */
export interface HostGraph {
  readonly start: HostNode;
  /** The nodes where a host can end. If the host can be empty, the start is one of them. */
  readonly hostEnds: ReadonlySet<HostNode>;
}

/**
 * The part of a shape that an expression matches; `undefined` if it matches nothing.
 *
 * @param from the positions of the expression after `://`
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

/** Removes the nodes that lead to no end. */
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

/**
 * One of the shortest texts from the start to an end. Letters are preferred to other characters.
 */
export function shortestText({ start }: HostGraph): string {
  const texts = new Map<HostNode, string>([[start, '']]);
  let shortest = '';
  for (const [node, text] of texts) {
    shortest = text;
    // Each node lies on a path to an end.
    if (node.ends) break;
    for (const after of node.after) {
      if (!texts.has(after)) texts.set(after, text + itemAt(charactersOf(after.characters), 0));
    }
  }
  return shortest;
}
