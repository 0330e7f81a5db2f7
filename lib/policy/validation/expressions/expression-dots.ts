import type { AST } from '@eslint-community/regexpp';

const OF_A_NAME = /[a-z\d]/i;

/**
 * The places of dots that are not escaped and were meant as the dots of a host: before a name, or
 * between two literal characters.
 */
export function unescapedDots(pattern: AST.Pattern): readonly number[] {
  return dotsOf(pattern.alternatives);
}

/** Adds a backslash at each place of the source. */
export function withEscapes(source: string, places: readonly number[]): string {
  return places.toReversed().reduce((text, place) => `${text.slice(0, place)}\\${text.slice(place)}`, source);
}

function dotsOf(alternatives: readonly AST.Alternative[]): number[] {
  return alternatives.flatMap(({ elements }) =>
    elements.flatMap((element, index) => {
      const isDot = element.type === 'CharacterSet' && element.kind === 'any';
      if (isDot) return isWritten(elements[index - 1], elements[index + 1]) ? [element.start] : [];
      return dotsWithin(element);
    }),
  );
}

function dotsWithin(element: AST.Element): number[] {
  if (isGroup(element)) return dotsOf(element.alternatives);
  return element.type === 'Quantifier' ? dotsWithin(element.element) : [];
}

/** Whether a dot between two elements was meant as the dot of a host. */
function isWritten(before: AST.Element | undefined, after: AST.Element | undefined): boolean {
  return beginsWithName(after) || (beginsWithName(before) && after?.type === 'Character');
}

function beginsWithName(element: AST.Element | undefined): boolean {
  if (element === undefined) return false;
  if (element.type === 'Character') return OF_A_NAME.test(String.fromCodePoint(element.value));
  if (element.type === 'Quantifier') return beginsWithName(element.element);
  return isGroup(element) && element.alternatives.every(({ elements: [first] }) => beginsWithName(first));
}

function isGroup(element: AST.Element): element is AST.Group | AST.CapturingGroup {
  return element.type === 'Group' || element.type === 'CapturingGroup';
}
