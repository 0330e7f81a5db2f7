/** One alternative at the top level of a regular expression, and which of its ends are anchored on every path through it. */
export interface AnchoredAlternative {
  readonly source: string;
  readonly start: boolean;
  readonly end: boolean;
}

/**
 * How sure a stretch of the expression is to hold one end of the match in place: it consumes text first (`PASSED`), it
 * says nothing (`OPEN`), or it has the assertion (`ANCHORED`). Where paths meet, the least of them counts.
 */
const PASSED = 0;
const OPEN = 1;
const ANCHORED = 2;

interface Effect {
  readonly start: number;
  readonly end: number;
}

const SILENT: Effect = { start: OPEN, end: OPEN };
const CONSUMING: Effect = { start: PASSED, end: PASSED };
const EFFECTS_OF_ASSERTIONS: ReadonlyMap<string, Effect> = new Map([
  ['^', { start: ANCHORED, end: OPEN }],
  ['$', { start: OPEN, end: ANCHORED }],
  ['\\b', SILENT],
  ['\\B', SILENT],
]);

// A group's opening goes up to where its own contents begin, and its end takes the quantifier along.
const TERM = /\\.|\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?|\)(?:(?:[*+?]|\{\d+(?:,\d*)?\})\??)?|./sy;
const TERM_OF_CLASS = /\\.|./sy;

const LOOKAROUND = /^\(\?<?[=!]/;
const MAY_BE_SKIPPED = /^\)(?:[*?]|\{0+[,}])/;

interface Alternative extends Effect {
  readonly source: string;
}

class Group {
  readonly alternatives: Alternative[] = [];
  /** The group around it; the whole expression is its own. */
  readonly parent: Group;
  private current = SILENT;

  constructor(
    private begin: number,
    private readonly lookaround: boolean,
    parent?: Group,
  ) {
    this.parent = parent ?? this;
  }

  append({ start, end }: Effect): void {
    this.current = {
      start: this.current.start === OPEN ? start : this.current.start,
      end: end === OPEN ? this.current.end : end,
    };
  }

  endAlternative(expression: string, position: number): void {
    this.alternatives.push({ ...this.current, source: expression.slice(this.begin, position) });
    this.current = SILENT;
    this.begin = position + 1;
  }

  effect(mayBeSkipped: boolean): Effect {
    if (this.lookaround) return SILENT;
    const paths: readonly Effect[] = mayBeSkipped ? [...this.alternatives, SILENT] : this.alternatives;
    return {
      start: paths.reduce((least, { start }) => Math.min(least, start), ANCHORED),
      end: paths.reduce((least, { end }) => Math.min(least, end), ANCHORED),
    };
  }
}

/**
 * Reads, in one pass, whether a match can begin or end elsewhere than where the text does. The source must be that of a
 * regular expression that compiled, without the flag `m`, under which `^` and `$` mean lines.
 *
 * @see https://tc39.es/ecma262/#sec-patterns
 */
export function readAnchoring(expression: string, unicodeSets: boolean): readonly AnchoredAlternative[] {
  let group = new Group(0, false);
  let classDepth = 0;
  let position = 0;

  while (position < expression.length) {
    const after = endOfTerm(expression, position, classDepth > 0);
    const term = expression.slice(position, after);

    if (classDepth > 0) {
      if (term === ']') classDepth -= 1;
      // Classes nest under the flag `v` only: https://tc39.es/ecma262/#prod-NestedClass
      if (term === '[' && unicodeSets) classDepth += 1;
    } else if (term.startsWith('(')) {
      group = new Group(after, LOOKAROUND.test(term), group);
    } else if (term.startsWith(')')) {
      group.endAlternative(expression, position);
      group.parent.append(group.effect(MAY_BE_SKIPPED.test(term)));
      group = group.parent;
    } else if (term === '|') {
      group.endAlternative(expression, position);
    } else {
      if (term === '[') classDepth = 1;
      group.append(EFFECTS_OF_ASSERTIONS.get(term) ?? CONSUMING);
    }
    position = after;
  }

  group.endAlternative(expression, position);
  return group.alternatives.map(({ source, start, end }) => ({
    source,
    start: start === ANCHORED,
    end: end === ANCHORED,
  }));
}

function endOfTerm(expression: string, position: number, inClass: boolean): number {
  const term = inClass ? TERM_OF_CLASS : TERM;
  term.lastIndex = position;
  term.test(expression);
  return term.lastIndex;
}
