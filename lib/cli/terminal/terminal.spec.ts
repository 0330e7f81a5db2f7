import { printable, printableJson } from './printable.js';
import { painted, styleFor, tableWidth } from './style.js';
import { tableLines } from './table.js';
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

describe('A table', () => {
  const head = ['METHOD', 'PATH', 'ORIGIN'];
  const rows = [
    ['GET', '/orders', 'https://a.example (method)'],
    ['DELETE', '/orders/:id', 'none (defaults)'],
  ];

  it.each([
    [{ isTTY: true, columns: 100 }, 100],
    [{ isTTY: true, columns: 300 }, 300],
    [{ isTTY: true, columns: 0 }, Infinity],
    [{ columns: 80 }, Infinity],
    [{}, Infinity],
  ])('for %j may be %d characters wide', (stream, width) => {
    expect(tableWidth(stream)).toBe(width);
  });

  it.each([Infinity, 47])('of %d characters has a line for each row', width => {
    expect(tableLines(head, rows, width)).toEqual([
      'METHOD  PATH         ORIGIN',
      'GET     /orders      https://a.example (method)',
      'DELETE  /orders/:id  none (defaults)',
    ]);
  });

  it('continues wide cells on the next line', () => {
    expect(tableLines(head, rows, 40)).toEqual([
      'METHOD  PATH         ORIGIN',
      'GET     /orders      https://a.example',
      '                     (method)',
      'DELETE  /orders/:id  none (defaults)',
    ]);
  });

  it('becomes blocks if words would break', () => {
    expect(tableLines(head, rows, 30)).toEqual([
      'METHOD  GET',
      'PATH    /orders',
      'ORIGIN  https://a.example',
      '        (method)',
      '',
      'METHOD  DELETE',
      'PATH    /orders/:id',
      'ORIGIN  none (defaults)',
    ]);
  });

  it.each([20, 25, 30, 38, 40, 46, 60])('fits %d characters, and loses no word', width => {
    const lines = tableLines(head, rows, width);
    const words = lines.join(' ').replaceAll(/\s+/g, '');

    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    for (const word of rows.flat().join(' ').split(' ')) expect(words).toContain(word);
  });

  it('without rows is its head', () => {
    expect(tableLines(head, [], 80)).toEqual(['METHOD  PATH  ORIGIN']);
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
