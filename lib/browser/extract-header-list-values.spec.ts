import { extractDeltaSeconds, extractTokens } from './extract-header-list-values.js';
import { HeaderList } from './header-list.js';

function list(...lines: string[]): HeaderList {
  return new HeaderList(lines.map(line => ['List', line] as const));
}

describe('Extracting header list values', () => {
  it.each([
    ['no line', [], 'absent'],
    ['an empty line', [''], []],
    ['a list', ['GET, PUT'], ['GET', 'PUT']],
    ['several lines', ['GET', 'PUT,x-a'], ['GET', 'PUT', 'x-a']],
    ['empty members and tabs', [', PUT,\t,DELETE ,'], ['PUT', 'DELETE']],
    ['a wildcard', ['*'], ['*']],
    ['a member with a space', ['PUT DELETE'], 'failure'],
    ['one bad member among good ones', ['x-b, x a'], 'failure'],
    ['a quoted list', ['"PUT, DELETE"'], 'failure'],
    ['a no-break space', ['PUT,\u00a0DELETE'], 'failure'],
  ])('tokens of %s', (_what, lines, expected) => {
    expect(extractTokens('list', list(...lines))).toEqual(expected);
  });

  it.each([
    ['no line', [], 'absent'],
    ['digits', ['600'], 600],
    ['leading zeros', ['0600'], 600],
    ['a sign', ['-1'], 'failure'],
    ['a plus', ['+1'], 'failure'],
    ['a fraction', ['1.5'], 'failure'],
    ['a word', ['abc'], 'failure'],
    ['an empty line', [''], 'failure'],
    ['a list', ['600, 600'], 'failure'],
    ['two lines', ['600', '600'], 'failure'],
  ])('delta-seconds of %s', (_what, lines, expected) => {
    expect(extractDeltaSeconds('list', list(...lines))).toBe(expected);
  });
});
