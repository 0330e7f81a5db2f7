import type { AST } from '@eslint-community/regexpp';

/**
 * An alternative at the top level of an expression, and whether its ends are anchored on every
 * path.
 */
export interface AnchoredAlternative {
  readonly source: string;
  readonly start: boolean;
  readonly end: boolean;
}

/**
 * How a part of the expression anchors one end of the match: it consumes text first (`PASSED`), it
 * has no effect (`OPEN`), or it has the assertion (`ANCHORED`). For several paths, the lowest value
 * counts.
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
 * Reads whether a match must begin and end with the text. The flag `m` must not be set, because `^`
 * and `$` match at line breaks then.
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
