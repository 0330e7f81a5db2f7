import { runInNewContext } from 'node:vm';
import { describeValue, excerpt, quote, quoteAll } from './describe-value.js';

class Hostile {
  toString(): string {
    throw new Error('nobody may call this');
  }
}

describe('a value in a message is short and printable, whatever it is', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", "'it\\'s'"],
    ['C:\\x', "'C:\\\\x'"],
    ['a\u001b[31mb', "'a\\u001b[31mb'"],
    ['line\r\nline', "'line\\u000d\\u000aline'"],
    ['a\u202eb\u2028c\u00a0d', "'a\\u202eb\\u2028c\\u00a0d'"],
    ['\ud800', "'\\ud800'"],
    ['\u{e0041}', "'\\udb40\\udc41'"],
    ['münchen 例え', "'münchen 例え'"],
    ['x'.repeat(120), `'${'x'.repeat(120)}'`],
    ['x'.repeat(121), `'${'x'.repeat(120)}…'`],
    [`${'x'.repeat(119)}😀`, `'${'x'.repeat(119)}\\ud83d…'`],
    [1.5, '1.5'],
    [Number.NaN, 'NaN'],
    [10n, '10n'],
    [10n ** 200n, `1${'0'.repeat(119)}…n`],
    [true, 'true'],
    [undefined, 'undefined'],
    [null, 'null'],
    [Symbol('a\nb'), 'Symbol(a\\u000ab)'],
    [/^a\u2028$/g, '/^a\\u2028$/g'],
    [new RegExp('\u202e'), '/\\u202e/'],
    [runInNewContext('/^a$/i'), '/^a$/i'],
    [RegExp.prototype, 'an object'],
    [() => true, 'a function'],
    [Hostile, 'a function'],
    [new Hostile(), 'an instance of a class'],
    [new Map(), 'an instance of a class'],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{ a: 1 }, 'an object'],
  ])('%p', (value, description) => {
    expect(describeValue(value)).toBe(description);
  });

  it('except what is to be copied, which is whole', () => {
    expect(quote('x'.repeat(300))).toBe(`'${'x'.repeat(300)}'`);
  });

  it('a list shows its first six members', () => {
    expect(quoteAll(['a', 'b', 'c', 'd', 'e', 'f'])).toBe("'a', 'b', 'c', 'd', 'e', 'f'");
    expect(quoteAll(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toBe("'a', 'b', 'c', 'd', 'e', 'f', …");
  });

  it('an excerpt of a text is cut without quotes', () => {
    expect(excerpt(`\t${'x'.repeat(200)}`)).toBe(`\\u0009${'x'.repeat(119)}…`);
  });
});
