import type { AST } from '@eslint-community/regexpp';

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

/**
 * Reads whether a match can begin or end elsewhere than where the text does. Under the flag `m`, `^` and `$` mean lines: it
 * must not be set.
 *
 * @see https://tc39.es/ecma262/#sec-patterns
 */
export function readAnchoring({ alternatives }: AST.Pattern): readonly AnchoredAlternative[] {
  return alternatives.map(alternative => {
    const { start, end } = effectOfAlternative(alternative);
    return { source: alternative.raw, start: start === ANCHORED, end: end === ANCHORED };
  });
}

function effectOfAlternative({ elements }: AST.Alternative): Effect {
  return elements.map(effectOf).reduce(
    (before, after) => ({
      start: before.start === OPEN ? after.start : before.start,
      end: after.end === OPEN ? before.end : after.end,
    }),
    SILENT,
  );
}

function effectOf(element: AST.Element): Effect {
  switch (element.type) {
    case 'Assertion':
      if (element.kind === 'start') return { start: ANCHORED, end: OPEN };
      return element.kind === 'end' ? { start: OPEN, end: ANCHORED } : SILENT;
    case 'Group':
    case 'CapturingGroup':
      return leastOf(element.alternatives.map(effectOfAlternative));
    case 'Quantifier':
      return element.min > 0 ? effectOf(element.element) : leastOf([effectOf(element.element), SILENT]);
    case 'Backreference':
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
      return CONSUMING;
  }
}

function leastOf(paths: readonly Effect[]): Effect {
  return {
    start: paths.reduce((least, { start }) => Math.min(least, start), ANCHORED),
    end: paths.reduce((least, { end }) => Math.min(least, end), ANCHORED),
  };
}
