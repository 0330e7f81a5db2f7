import type { AST } from '@eslint-community/regexpp';

/** The characters of origins. Each has a bit in a {@link CharacterSet}. */
export const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789-._~+:/[]ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A set of characters of the alphabet, as bits. */
export type CharacterSet = bigint;

const BITS: ReadonlyMap<string, bigint> = new Map(
  Array.from(ALPHABET, (character, index) => [character, 1n << BigInt(index)]),
);

export const EVERY_CHARACTER: CharacterSet = (1n << BigInt(ALPHABET.length)) - 1n;

/** The set of the characters of a text. Characters outside of the alphabet are ignored. */
export function setOf(characters: string): CharacterSet {
  let set = 0n;
  for (const character of characters) set |= BITS.get(character) ?? 0n;
  return set;
}

const listed = new Map<CharacterSet, readonly string[]>();

/** The characters of a set, in the order of the alphabet. */
export function charactersOf(set: CharacterSet): readonly string[] {
  let characters = listed.get(set);
  if (characters === undefined) {
    characters = Array.from(ALPHABET).filter(character => (set & setOf(character)) !== 0n);
    listed.set(set, characters);
  }
  return characters;
}

/** The characters that an element of an expression matches. */
export function charactersMatchedBy(element: AST.Node, flags: string): CharacterSet {
  const test = new RegExp(`^(?:${element.raw})$`, flags.replace(/[^iusv]/g, ''));
  return setOf(Array.from(ALPHABET, character => (test.test(character) ? character : '')).join(''));
}
