import { stripOptionalWhitespace, toList } from './list-value.js';

describe('an option that is a list', () => {
  it('is taken as it is', () => {
    const list = ['GET', ' PUT ', ''];
    expect(toList(list)).toBe(list);
  });

  it.each([
    ['GET', ['GET']],
    ['GET,PUT', ['GET', 'PUT']],
    ['GET, PUT', ['GET', 'PUT']],
    [' GET ,\tPUT\t ', ['GET', 'PUT']],
    ['GET,,PUT,', ['GET', 'PUT']],
    [', ,\t,', []],
    ['', []],
    ['GET PUT', ['GET PUT']],
    ['\u00a0GET\u00a0', ['\u00a0GET\u00a0']],
    ['GET\n,PUT', ['GET\n', 'PUT']],
  ])('may be written as %j', (text, list) => {
    expect(toList(text)).toEqual(list);
  });
});

describe('optional whitespace', () => {
  it.each([
    ['X-Name', 'X-Name'],
    [' \t X-Name\t \t', 'X-Name'],
    ['X \t Name', 'X \t Name'],
    [' \t', ''],
    ['', ''],
  ])('is space and tab around %j', (text, stripped) => {
    expect(stripOptionalWhitespace(text)).toBe(stripped);
  });

  it.each(['\n', '\r', '\u000b', '\f', '\u00a0', '\ufeff', '\u2003', '\u3000'])('is not %j', character => {
    expect(stripOptionalWhitespace(`${character}X-Name${character}`)).toBe(`${character}X-Name${character}`);
  });
});
