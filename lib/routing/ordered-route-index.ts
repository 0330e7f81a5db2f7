import type { PathMatcher } from './route-table.js';

// Excludes the characters that have a meaning in path-to-regexp's syntax.
const LITERAL_SEGMENT = /^[^:*{}()[\]+?!\\]+$/;
const PARAMETER_SEGMENT = /^:[A-Za-z_$][\w$]*$/;
const ASCII = /^[\u0000-\u007f]*$/;

interface Entry<Item> {
  readonly order: number;
  readonly item: Item;
  /** Without leading and trailing slashes. The caller's regular expressions check those. */
  readonly path: string;
  /**
   * Where the next segment begins that has not been sorted in. Past the end if no segment is left.
   */
  position: number;
}

interface Node<Item> {
  readonly literals: Map<string, Node<Item>>;
  parameter: Node<Item> | undefined;
  /** Paths that end here. */
  readonly ending: Entry<Item>[];
  /** Paths that continue with syntax that this index does not read. */
  readonly open: Entry<Item>[];
  /** Paths through this node that no request has needed yet. */
  waiting: Entry<Item>[];
}

/**
 * Narrows a list of route paths to candidates for a request path, in the order in which they were
 * added. The cost does not grow with the list.
 *
 * It may return too many candidates and never too few, so the caller matches each one. Paths are
 * sorted in on demand, because most routes of a large application are rarely requested.
 */
export class OrderedRouteIndex<Item> {
  private readonly root: Node<Item> = emptyNode();
  private size = 0;

  constructor(private readonly caseSensitive: boolean) {}

  /** @param routePath a path string, or a matcher that may match any path */
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
    // Outside ASCII, `toLowerCase()` and a case-insensitive regular expression can differ.
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
