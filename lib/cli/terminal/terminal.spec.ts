import { printable, printableJson } from './printable.js';
import { painted, styleFor } from './style.js';
import { wrapped } from './wrapped.js';

describe('What others wrote', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\u009b31m', '\\x9b31m'],
    ['a\nb\r\tc\u0000\u007f', 'a\\x0ab\\x0d\\x09c\\x00\\x7f'],
    ['\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
    ['zero\u200bwidth\ufeff', 'zero\\u200bwidth\\ufeff'],
    ['\ud800', '\\ud800'],
    ['größer → 猫 😀', 'größer → 猫 😀'],
  ])('%j is shown as %s', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });

  it('is cut where it is too long', () => {
    expect(printable('x'.repeat(1000), 10)).toBe(`${'x'.repeat(10)}… (1000 characters)`);
  });

  it('stays the same text in JSON', () => {
    const value = { text: '\u001b\u009b\u202e\u007f\n😀', list: ['\u200b'] };
    const json = printableJson(value);

    expect(JSON.parse(json)).toEqual(value);
    expect(json).not.toMatch(/[\u001b\u007f-\u009f\u200b\u202e]/);
  });
});

describe('The style of output', () => {
  it.each([
    [{ isTTY: true, columns: 100 }, {}, { width: 100, colours: true }],
    [{ isTTY: true, columns: 300 }, {}, { width: 120, colours: true }],
    [{ isTTY: true, columns: 10 }, {}, { width: 40, colours: true }],
    [{ isTTY: true, columns: 0 }, {}, { width: 80, colours: true }],
    [{ isTTY: true, columns: 100 }, { NO_COLOR: '1' }, { width: 100, colours: false }],
    // https://no-color.org: "when present and not an empty string".
    [{ isTTY: true, columns: 100 }, { NO_COLOR: '' }, { width: 100, colours: true }],
    [{ isTTY: true, columns: 100 }, { TERM: 'dumb' }, { width: 100, colours: false }],
    [{ columns: 100 }, {}, { width: 80, colours: false }],
    [{}, {}, { width: 80, colours: false }],
  ])('for %j with %j is %j', (stream, env, expected) => {
    expect(styleFor(stream, env)).toEqual(expected);
  });

  it('paints where there are colours', () => {
    expect(painted('x', 'red', { width: 80, colours: true })).toBe('\u001b[31mx\u001b[0m');
    expect(painted('x', 'red', { width: 80, colours: false })).toBe('x');
  });
});

describe('Text in lines', () => {
  it.each<[string, string[]]>([
    ['', ['- ']],
    ['one two', ['- one two']],
    ['one two three four five', ['- one two', '  three four', '  five']],
    ['abcdefghijklmnopqrstuvwx', ['- abcdefghij', '  klmnopqrst', '  uvwx']],
    ['a abcdefghijkl', ['- a', '  abcdefghij', '  kl']],
  ])('%j', (text, expected) => {
    expect(wrapped(text, 12, '- ')).toEqual(expected);
  });
});
