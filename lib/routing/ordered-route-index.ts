// Without the characters that begin something else than text in path-to-regexp's syntax.
const LITERAL_SEGMENT = /^[^:*{}()[\]+?!\\]+$/;
const PARAMETER_SEGMENT = /^:[A-Za-z_$][\w$]*$/;
const ASCII = /^[\u0000-\u007f]*$/;

interface Entry<Item> {
  readonly order: number;
  readonly item: Item;
}

interface Node<Item> {
  readonly literals: Map<string, Node<Item>>;
  parameter: Node<Item> | undefined;
  /** Paths that end here. */
  readonly ending: Entry<Item>[];
  /** Paths that go on from here with something that this index does not read. */
  readonly open: Entry<Item>[];
}

/**
 * Narrows a list of route paths down to those that can match a request's path, in the order in which they were added, at a cost that does
 * not grow with the list. It may give too many, never too few: the caller matches each.
 */
export class OrderedRouteIndex<Item> {
  private readonly root: Node<Item> = emptyNode();
  private size = 0;

  constructor(private readonly caseSensitive: boolean) {}

  add(routePath: string, item: Item): void {
    const entry = { order: this.size++, item };
    let node = this.root;
    for (const segment of segmentsOf(routePath)) {
      const next = this.childFor(node, segment);
      if (next === undefined) {
        node.open.push(entry);
        return;
      }
      node = next;
    }
    node.ending.push(entry);
  }

  candidates(requestPath: string): Item[] {
    const found: Entry<Item>[] = [];
    collect(this.root, segmentsOf(this.fold(requestPath)), 0, found);
    if (found.length > 1) found.sort((a, b) => a.order - b.order);
    return found.map(({ item }) => item);
  }

  private childFor(node: Node<Item>, segment: string): Node<Item> | undefined {
    if (PARAMETER_SEGMENT.test(segment)) return (node.parameter ??= emptyNode());
    // Outside ASCII, folding case is no longer the business of one letter.
    if (!LITERAL_SEGMENT.test(segment) || !ASCII.test(segment)) return undefined;
    const key = this.fold(segment);
    let child = node.literals.get(key);
    if (child === undefined) node.literals.set(key, (child = emptyNode()));
    return child;
  }

  private fold(text: string): string {
    return this.caseSensitive ? text : text.toLowerCase();
  }
}

function collect<Item>(
  node: Node<Item>,
  segments: readonly string[],
  depth: number,
  found: Entry<Item>[],
): void {
  for (const entry of node.open) found.push(entry);
  const segment = segments[depth];
  if (segment === undefined) {
    for (const entry of node.ending) found.push(entry);
    return;
  }
  const literal = node.literals.get(segment);
  if (literal !== undefined) collect(literal, segments, depth + 1, found);
  if (node.parameter !== undefined) collect(node.parameter, segments, depth + 1, found);
}

function emptyNode<Item>(): Node<Item> {
  return { literals: new Map(), parameter: undefined, ending: [], open: [] };
}

/** What stands between slashes, without those at the end, which the caller's expressions judge. */
function segmentsOf(path: string): string[] {
  const segments = path.split('/');
  if (segments[0] === '') segments.shift();
  while (segments.at(-1) === '') segments.pop();
  return segments;
}
