import { givenHeaders } from './given-headers.js';

/** The arguments after a header was set among them. */
function withVary(args: readonly unknown[], value = 'Origin'): readonly unknown[] | undefined {
  const given = givenHeaders(args);
  given?.set('Vary', value);
  return given?.arguments();
}

describe('the headers that writeHead is given', () => {
  test.each([
    ['none', [200]],
    ['none, with a message', [200, 'OK']],
    ['null', [200, null]],
    ['undefined', [200, undefined, undefined]],
  ])('%s', (_which, args) => {
    expect(givenHeaders(args)).toBeUndefined();
  });

  test.each([
    ['an object', [200, { vary: 'A' }], 'A'],
    ['an object after a message', [200, 'OK', { VARY: 'A' }], 'A'],
    ['an object after undefined', [200, undefined, { Vary: 'A' }], 'A'],
    ['an object before undefined', [200, { Vary: 'A' }, undefined], 'A'],
    ['two spellings', [200, { Vary: 'A', vary: 'B' }], 'A, B'],
    ['a flat list', [200, ['X', '1', 'vary', 'A', 'Vary', 'B']], 'A, B'],
    [
      'pairs',
      [
        200,
        'OK',
        [
          ['X', '1'],
          ['vary', 'A'],
        ],
      ],
      'A',
    ],
    ['another header alone', [200, { 'X-Vary': 'A' }], undefined],
    ['an empty list', [200, []], undefined],
  ])('are read from %s', (_which, args, value) => {
    expect(givenHeaders(args)?.get('Vary')).toBe(value);
  });

  test('a list as a value is given as it is', () => {
    expect(givenHeaders([200, { Vary: ['A', 'B'] }])?.get('vary')).toEqual(['A', 'B']);
  });

  test.each([
    ['an object', [200, { X: '1' }], [200, { X: '1', Vary: 'Origin' }]],
    ['another spelling', [200, 'OK', { vary: 'A', X: '1' }], [200, 'OK', { X: '1', Vary: 'Origin' }]],
    ['two spellings', [200, { vary: 'A', VARY: 'B' }], [200, { Vary: 'Origin' }]],
    ['a flat list', [200, ['X', '1', 'X', '2']], [200, ['X', '1', 'X', '2', 'Vary', 'Origin']]],
    ['a flat list that has it', [200, ['vary', 'A', 'X', '1']], [200, ['X', '1', 'Vary', 'Origin']]],
    ['a flat list with lists', [200, ['X', ['1', '2']]], [200, ['X', ['1', '2'], 'Vary', 'Origin']]],
    ['pairs', [200, [['vary', 'A']]], [200, [['Vary', 'Origin']]]],
    ['an empty list', [200, []], [200, ['Vary', 'Origin']]],
  ])('are set in the form of %s', (_which, args, expected) => {
    expect(withVary(args)).toEqual(expected);
  });

  test('stay as they are for the caller', () => {
    const named = Object.freeze({ vary: 'A' });
    const listed = Object.freeze(['vary', 'A']);
    const pairs = Object.freeze([Object.freeze(['vary', 'A'])]);
    for (const given of [named, listed, pairs]) expect(withVary([200, given])?.[1]).not.toBe(given);
    expect([named, listed, pairs]).toEqual([{ vary: 'A' }, ['vary', 'A'], [['vary', 'A']]]);
  });

  test('and nothing is copied where nothing is set', () => {
    const args = [200, { vary: 'A' }];
    expect(givenHeaders(args)?.arguments()).toBe(args);
  });
});
