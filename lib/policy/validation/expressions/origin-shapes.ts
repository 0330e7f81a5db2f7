import { automatonOf } from './expression-automaton.js';
import { parsePattern } from './expression-tree.js';
import { setOf } from './origin-alphabet.js';
import type { PositionAutomaton } from './position-automaton.js';

/** The text after the `://` of an origin, as an automaton that distinguishes host and port. */
export interface OriginShape {
  readonly automaton: PositionAutomaton;
  /** The position of the colon before the port. Smaller positions belong to the host. */
  readonly port: number;
}

export type HostKind = 'name' | 'ipv4' | 'ipv6' | 'other';

const PATTERNS: Readonly<Record<HostKind, RegExp>> = {
  // A host with a number as its last label is an address:
  // https://url.spec.whatwg.org/#ends-in-a-number-checker
  name: /(?:[a-z0-9_-]+\.)*[0-9]*[a-z_-][a-z0-9_-]*\.?(?::[1-9][0-9]{0,4})?/,
  ipv4: /[0-9]{1,3}(?:\.[0-9]{1,3}){3}\.?(?::[1-9][0-9]{0,4})?/,
  ipv6: /\[[0-9a-f:.]+\](?::[1-9][0-9]{0,4})?/,
  other: /(?:(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._~-]+)(?::[1-9][0-9]{0,4})?)?/,
};

const shapes = new WeakMap<RegExp, OriginShape>();

/** The shape of a kind of hosts. `other` is for schemes other than http and https. */
export function shapeOf(kind: HostKind): OriginShape {
  const pattern = PATTERNS[kind];
  let shape = shapes.get(pattern);
  if (shape === undefined) {
    const automaton = automatonOf(parsePattern(pattern.source, ''), '');
    shape = { automaton, port: automaton.characters.lastIndexOf(setOf(':')) };
    shapes.set(pattern, shape);
  }
  return shape;
}
