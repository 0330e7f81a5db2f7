import type { AST } from '@eslint-community/regexpp';

const OF_A_NAME = /^[a-z\d]$/i;

/** Where dots stand that are not escaped, for one character each, before letters or digits. */
export function unescapedDots(pattern: AST.Pattern): readonly number[] {
  return dotsOf(pattern.alternatives);
}

/** The source with a backslash before each of these places. */
export function withEscapes(source: string, places: readonly number[]): string {
  return places.toReversed().reduce((text, place) => `${text.slice(0, place)}\\${text.slice(place)}`, source);
}

function dotsOf(alternatives: readonly AST.Alternative[]): number[] {
  return alternatives.flatMap(({ elements }) =>
    elements.flatMap((element, index) => {
      const next = elements[index + 1];
      const isDot = element.type === 'CharacterSet' && element.kind === 'any';
      if (isDot) return next !== undefined && beginsWithName(next) ? [element.start] : [];
      return dotsWithin(element);
    }),
  );
}

function dotsWithin(element: AST.Element): number[] {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return dotsOf(element.alternatives);
  return element.type === 'Quantifier' ? dotsWithin(element.element) : [];
}

function beginsWithName(element: AST.Element): boolean {
  switch (element.type) {
    case 'Character':
      return OF_A_NAME.test(String.fromCodePoint(element.value));
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.every(
        ({ elements: [first] }) => first !== undefined && beginsWithName(first),
      );
    case 'Assertion':
    case 'Backreference':
    case 'CharacterClass':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
    case 'Quantifier':
      return false;
  }
}
