import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { HeadAccess } from './response-headers.js';

function response(headers: Readonly<Record<string, string>> = {}): ServerResponse {
  const made = new ServerResponse(new IncomingMessage(new Socket()));
  for (const [name, value] of Object.entries(headers)) made.setHeader(name, value);
  return made;
}

const PAIRS = [
  ['X', '1'],
  ['vary', 'A'],
  ['Vary', 'B'],
];

describe('the headers of a head', () => {
  test.each([
    ['none', [200]],
    ['none, with a message', [200, 'OK']],
    ['null', [200, null]],
    ['undefined', [200, undefined, undefined]],
  ])('are those of the response if writeHead receives %s', (_which, args) => {
    const made = response({ Vary: 'A' });
    const head = new HeadAccess(made, args);
    head.set('Vary', 'B');

    expect(head.get('vary')).toBe('B');
    expect(made.getHeader('vary')).toBe('B');
    expect(head.arguments(true)).toBe(args);
  });

  test.each([
    ['an object', [200, { vary: 'A' }], 'A'],
    ['an object after a message', [200, 'OK', { VARY: 'A' }], 'A'],
    ['an object after undefined', [200, undefined, { Vary: 'A' }], 'A'],
    ['an object before undefined', [200, { Vary: 'A' }, undefined], 'A'],
    ['two spellings', [200, { Vary: 'A', vary: 'B' }], 'A, B'],
    ['another header alone', [200, { 'X-Vary': 'A' }], 'of the response'],
    ['an empty list', [200, []], 'of the response'],
    ['a flat list', [200, ['X', '1', 'vary', 'A']], 'A'],
  ])('are read from %s', (_which, args, value) => {
    expect(new HeadAccess(response({ Vary: 'of the response' }), args).get('Vary')).toBe(value);
  });

  test.each([
    ['an object', [200, { X: '1' }], [200, { X: '1', Vary: 'Origin' }]],
    ['another spelling', [200, 'OK', { vary: 'A', X: '1' }], [200, 'OK', { X: '1', Vary: 'Origin' }]],
    ['two spellings', [200, { vary: 'A', VARY: 'B' }], [200, { Vary: 'Origin' }]],
    ['a flat list', [200, ['X', '1', 'X', '2']], [200, ['X', '1', 'X', '2', 'Vary', 'Origin']]],
    ['a flat list that has it', [200, ['vary', 'A', 'X', '1']], [200, ['X', '1', 'Vary', 'Origin']]],
    ['a flat list with lists', [200, ['X', ['1', '2']]], [200, ['X', ['1', '2'], 'Vary', 'Origin']]],
    ['pairs', [200, PAIRS], [200, ['X', '1', 'Vary', 'Origin']]],
    ['an empty list', [200, []], [200, ['Vary', 'Origin']]],
  ])('are set in a copy of %s', (_which, args, expected) => {
    const before = structuredClone(args);
    const head = new HeadAccess(response(), args);
    head.set('Vary', 'Origin');

    expect(head.arguments(true)).toEqual(expected);
    expect(args).toEqual(before);
  });

  test('are a list, which Node processes fastest, unless other code may understand only objects', () => {
    const head = new HeadAccess(response(), [200, { X: '1' }]);
    head.set('Vary', 'Origin');

    expect(head.arguments(false)).toEqual([200, ['X', '1', 'Vary', 'Origin']]);
  });

  test('are listed and removed from the response and from the arguments', () => {
    const made = response({ A: '1', B: '2' });
    const head = new HeadAccess(made, [200, { b: '3', C: '4' }]);

    expect(head.names()).toEqual(['a', 'b', 'b', 'C']);
    head.remove('B');
    expect(head.names()).toEqual(['a', 'C']);
  });
});
