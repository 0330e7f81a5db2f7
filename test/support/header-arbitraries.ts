import fc from './fast-check.js';

const TOKEN_CHARACTERS =
  "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".split('');

/** A header's name, or a method: any token, and those that people use more often. */
export const token: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('Content-Type', 'Authorization', 'X-One', 'X-Two', 'X-Three', 'GET', 'PUT', '*'),
  fc.string({ unit: fc.constantFrom(...TOKEN_CHARACTERS), minLength: 1, maxLength: 12 }),
);

const optionalWhitespace = fc.string({ unit: fc.constantFrom(' ', '\t'), maxLength: 3 });

function inAnyCase(name: string): fc.Arbitrary<string> {
  return fc
    .array(fc.boolean(), { minLength: name.length, maxLength: name.length })
    .map(upper =>
      Array.from(name, (character, index) =>
        upper[index] ? character.toUpperCase() : character.toLowerCase(),
      ).join(''),
    );
}

/**
 * Any form of a request for these header names. Each name occurs at least once, in any order and
 * case. There may be optional whitespace, empty members, and several lines, which arrive joined.
 */
export function rewritingOf(names: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...names, ''), { maxLength: names.length + 3 })
    .chain(more => fc.shuffledSubarray([...names, ...more], { minLength: names.length + more.length }))
    .chain(members =>
      fc.tuple(
        ...members.map(member =>
          fc.tuple(optionalWhitespace, inAnyCase(member), optionalWhitespace).map(parts => parts.join('')),
        ),
      ),
    )
    .chain(members => fc.tuple(...members.map(member => fc.constantFrom(`${member},`, `${member}, `))))
    .map(members => members.join('').replace(/, ?$/, ''));
}

/** A list in which little is right. */
export const hostileList: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '-', ',', ' ', '\t'), maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', ',', ' ', '\u00a0', '\n', '\0', '"', ':', '\u00e9', '\u212a', '*'),
    maxLength: 30,
  }),
  fc
    .tuple(fc.constantFrom('a,', ',', ' ,', 'a ,', '\t'), fc.integer({ min: 1_000, max: 5_000 }))
    .map(([part, times]) => part.repeat(times)),
  fc.integer({ min: 4_090, max: 4_100 }).map(length => 'x-a,'.repeat(length).slice(0, length)),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
