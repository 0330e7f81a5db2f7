import type { PathMatcher } from './route-table.js';

// Without the characters that begin something else than text in path-to-regexp's syntax.
const LITERAL_SEGMENT = /^[^:*{}()[\]+?!\\]+$/;
const PARAMETER_SEGMENT = /^:[A-Za-z_$][\w$]*$/;
const ASCII = /^[\u0000-\u007f]*$/;

interface Entry<Item> {
  readonly order: number;
  readonly item: Item;
  /** Without the slash that it begins with, and those at its end, which the caller's expressions judge. */
  readonly path: string;
  /** Where the segment begins that comes next, as far as the entry has been sorted in; past the end, there is none. */
  position: number;
}

interface Node<Item> {
  readonly literals: Map<string, Node<Item>>;
  parameter: Node<Item> | undefined;
  /** Paths that end here. */
  readonly ending: Entry<Item>[];
  /** Paths that go on from here with something that this index does not read. */
  readonly open: Entry<Item>[];
  /** Paths that come by here, and that nobody has had to tell apart. */
  waiting: Entry<Item>[];
}

/**
 * Narrows a list of route paths down to those that can match a request's path, in the order in which they were added, at a cost that does
 * not grow with the list. It may give too many, never too few: the caller matches each. Paths are sorted in as far as requests ask: an
 * application has many that none ever does.
 */
export class OrderedRouteIndex<Item> {
  private readonly root: Node<Item> = emptyNode();
  private size = 0;

  constructor(private readonly caseSensitive: boolean) {}

  /** @param routePath a matcher may match anything */
  add(routePath: string | PathMatcher, item: Item): void {
    const order = this.size++;
    if (typeof routePath === 'string') {
      this.root.waiting.push({ order, item, path: innerPath(routePath), position: 0 });
    } else {
      this.root.open.push({ order, item, path: '', position: 0 });
    }
  }

  candidates(requestPath: string): Item[] {
    const found: Entry<Item>[] = [];
    const path = this.fold(innerPath(requestPath));
    this.collect(this.root, path === '' ? [] : path.split('/'), 0, found);
    if (found.length > 1) found.sort((a, b) => a.order - b.order);
    return found.map(({ item }) => item);
  }

  private collect(node: Node<Item>, segments: readonly string[], depth: number, found: Entry<Item>[]): void {
    if (node.waiting.length > 0) this.sortIn(node);
    for (const entry of node.open) found.push(entry);
    const segment = segments[depth];
    if (segment === undefined) {
      for (const entry of node.ending) found.push(entry);
      return;
    }
    const literal = node.literals.get(segment);
    if (literal !== undefined) this.collect(literal, segments, depth + 1, found);
    if (node.parameter !== undefined) this.collect(node.parameter, segments, depth + 1, found);
  }

  private sortIn(node: Node<Item>): void {
    const { waiting } = node;
    node.waiting = [];
    for (const entry of waiting) this.placeFor(node, entry).push(entry);
  }

  private placeFor(node: Node<Item>, entry: Entry<Item>): Entry<Item>[] {
    const { path, position } = entry;
    if (position >= path.length) return node.ending;
    const slash = path.indexOf('/', position);
    const end = slash === -1 ? path.length : slash;
    const child = this.childFor(node, path.slice(position, end));
    if (child === undefined) return node.open;
    entry.position = end + 1;
    return child.waiting;
  }

  private childFor(node: Node<Item>, segment: string): Node<Item> | undefined {
    const key = this.fold(segment);
    const known = node.literals.get(key);
    if (known !== undefined) return known;
    if (PARAMETER_SEGMENT.test(segment)) return (node.parameter ??= emptyNode());
    // Outside ASCII, folding case is no longer the business of one letter.
    if (!LITERAL_SEGMENT.test(segment) || !ASCII.test(segment)) return undefined;
    const child = emptyNode<Item>();
    node.literals.set(key, child);
    return child;
  }

  private fold(text: string): string {
    return this.caseSensitive ? text : text.toLowerCase();
  }
}

function emptyNode<Item>(): Node<Item> {
  return { literals: new Map(), parameter: undefined, ending: [], open: [], waiting: [] };
}

function innerPath(path: string): string {
  const start = path.startsWith('/') ? 1 : 0;
  let end = path.length;
  while (end > start && path[end - 1] === '/') end--;
  return path.slice(start, end);
}
