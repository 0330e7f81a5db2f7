import { isLoopbackHost } from '../loopback.js';
import { isParentOfSuffixes, isPrivateSuffix, isPublicSuffix } from '../public-suffix.js';
import { charactersOf, setOf } from './origin-alphabet.js';
import type { HostGraph, HostNode } from './host-graph.js';

/** The domains whose hosts an expression matches. */
export interface MatchedDomains {
  /** Registrable domains, and hosts without one, such as `localhost`. */
  readonly names: ReadonlySet<string>;
  /**
   * Public suffixes below which any name matches, and parents of public suffixes with the same
   * property.
   */
  readonly suffixes: ReadonlySet<string>;
  /**
   * Public suffixes below which some names match that cannot be listed; an empty string for any
   * suffix.
   */
  readonly open: ReadonlySet<string>;
}

/** The limit for a list of names. */
const MOST_NAMES = 1000;
/** The limit for steps, which is enough for a list of addresses. */
const MOST_STEPS = 4000;
const DOT = setOf('.');

/** Random labels, which match only if arbitrary names match. */
const ANY_LABELS = ['qwxkzv', 'zv7q4kx', 'kq-zw-xv'];

type Nodes = ReadonlySet<HostNode>;

/** The last label of hosts, and the nodes before it. */
interface Label {
  /** The nodes before the dot. */
  readonly before: Set<HostNode>;
  /** Whether a host begins with this label. */
  begins: boolean;
}

/** Reads hosts from their ends, label by label, until each name is a registrable domain. */
export function matchedDomains(graph: HostGraph): MatchedDomains {
  const reader = new DomainReader(graph.start);
  const ends = [...graph.hostEnds];
  const dots = ends.filter(({ characters }) => characters === DOT).flatMap(({ before }) => [...before]);
  reader.read(new Set([...ends.filter(({ characters }) => characters !== DOT), ...dots]), '');
  return reader;
}

class DomainReader implements MatchedDomains {
  readonly names = new Set<string>();
  readonly suffixes = new Set<string>();
  readonly open = new Set<string>();

  constructor(private readonly start: HostNode) {}

  /**
   * @param suffix the name after the nodes, without its dot: a public suffix, a parent of public
   * suffixes, or an empty string
   */
  read(nodes: Nodes, suffix: string): void {
    const labels = this.labelsOf(nodes);
    if (labels === undefined || this.names.size + labels.size > MOST_NAMES) {
      const isSuffix = suffix !== '' && this.standsForNames(nodes, suffix);
      (isSuffix ? this.suffixes : this.open).add(suffix);
      return;
    }
    for (const [label, { before, begins }] of labels) {
      const name = suffix === '' ? label : `${label}.${suffix}`;
      if (!isPublicSuffix(name)) {
        this.names.add(name);
        if (isParentOfSuffixes(name)) this.read(before, name);
      } else {
        if (begins) this.names.add(name);
        this.read(before, name);
      }
    }
  }

  /** The labels that end at the nodes; `undefined` if there are too many. */
  private labelsOf(nodes: Nodes): ReadonlyMap<string, Label> | undefined {
    const labels = new Map<string, Label>();
    const passed = new Set<string>();
    const visit = (ends: Nodes, label: string): boolean => {
      const key = this.keyOf(ends);
      // A cycle: the label can have any length.
      if (passed.has(key)) return false;
      passed.add(key);
      for (const [character, { before, begins }] of this.charactersAt(ends)) {
        if (character === '.') {
          addAll(labelIn(labels, label).before, before);
          continue;
        }
        const longer = character + label;
        if (begins) labelIn(labels, longer).begins = true;
        if (labels.size > MOST_NAMES || !visit(before, longer)) return false;
      }
      passed.delete(key);
      return true;
    };
    return visit(nodes, '') ? labels : undefined;
  }

  private keyOf(nodes: Nodes): string {
    return Array.from(nodes, ({ id }) => id)
      .sort((one, other) => one - other)
      .join();
  }

  private charactersAt(nodes: Nodes): ReadonlyMap<string, Label> {
    const found = new Map<string, Label>();
    for (const node of nodes) {
      for (const character of charactersOf(node.characters)) {
        const label = labelIn(found, character);
        for (const before of node.before) {
          if (before === this.start) label.begins = true;
          else label.before.add(before);
        }
      }
    }
    return found;
  }

  /**
   * Whether the expression is meant for all names below a suffix, and not for one name with an
   * unescaped or open part. Providers give names that contain those of their customers, such as
   * `my-app-abc123.vercel.app`.
   */
  private standsForNames(nodes: Nodes, suffix: string): boolean {
    if (!isPublicSuffix(suffix) || isPrivateSuffix(suffix)) return true;
    return ANY_LABELS.some(label => this.accepts(nodes, label));
  }

  /** Whether a label can end at the nodes. */
  private accepts(nodes: Nodes, label: string): boolean {
    let places: Nodes = nodes;
    let begins = false;
    for (const character of Array.from(label).reverse()) {
      const found = this.charactersAt(places).get(character);
      if (found === undefined) return false;
      places = found.before;
      begins = found.begins;
    }
    return begins || this.charactersAt(places).has('.');
  }
}

function labelIn(labels: Map<string, Label>, text: string): Label {
  let label = labels.get(text);
  if (label === undefined) {
    label = { before: new Set(), begins: false };
    labels.set(text, label);
  }
  return label;
}

function addAll<Item>(all: Set<Item>, more: ReadonlySet<Item>): void {
  for (const item of more) all.add(item);
}

/**
 * The addresses that an expression matches; `undefined` if they cannot be listed. `127.0.0.0/8`
 * counts as one address.
 */
export function matchedAddresses(graph: HostGraph): readonly string[] | undefined {
  const found = new Set<string>();
  const open: [nodes: Nodes, text: string][] = [[new Set([graph.start]), '']];
  let steps = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [nodes, text] = next;
    if (text === '127.') {
      found.add('127.0.0.1');
      continue;
    }
    if (Array.from(nodes).some(node => graph.hostEnds.has(node))) found.add(text);
    const after = new Map<string, Set<HostNode>>();
    for (const node of Array.from(nodes).flatMap(each => [...each.after])) {
      if (node.inPort) continue;
      for (const character of charactersOf(node.characters)) {
        const reached = after.get(character) ?? new Set();
        after.set(character, reached.add(node));
      }
    }
    steps += after.size;
    if (steps > MOST_STEPS) return undefined;
    for (const [character, reached] of after) open.push([reached, text + character]);
  }
  return [...found];
}

/** Whether all names are loopback hosts. */
export function areLoopback(names: Iterable<string>): boolean {
  return Array.from(names).every(isLoopbackHost);
}
