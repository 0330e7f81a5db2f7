import { MAX_REQUESTED_HEADERS_LENGTH, parseRequestedHeaders } from './requested-headers.js';

function namesOf(value: string | undefined): readonly string[] | string {
  const requested = parseRequestedHeaders(value);
  return 'rejected' in requested ? requested.rejected : [...requested.names];
}

/** A list with this number of bytes. */
function listOf(bytes: number): string {
  return 'x-a,'.repeat(bytes).slice(0, bytes - 1) + 'b';
}

describe('Access-Control-Request-Headers', () => {
  it.each<[value: string | undefined, names: string[]]>([
    [undefined, []],
    ['', []],
    [' ', []],
    ['\t', []],
    [',', []],
    [' , \t ,, ', []],
    ['x-one', ['x-one']],
    ['x-one,x-two', ['x-one', 'x-two']],
    ['x-two,x-one', ['x-two', 'x-one']],
    ['x-one, x-two', ['x-one', 'x-two']],
    ['x-one ,\tx-two \t,  x-three', ['x-one', 'x-two', 'x-three']],
    [' \tx-one\t ', ['x-one']],
    [',x-one,,x-two,', ['x-one', 'x-two']],
    ['X-One,x-oNE,X-ONE', ['x-one']],
    ['Content-Type,AUTHORIZATION', ['content-type', 'authorization']],
    ["!#$%&'*+-.^_`|~09azAZ", ["!#$%&'*+-.^_`|~09azaz"]],
    ['*', ['*']],
    ['__proto__,constructor,toString', ['__proto__', 'constructor', 'tostring']],
  ])('%j asks for %j', (value, names) => {
    expect(namesOf(value)).toEqual(names);
  });

  it.each([
    'x-one x-two',
    'x-one;x-two',
    'x-one:',
    'x-one: value',
    '"x-one"',
    'x/one',
    'x-(one)',
    'x@one',
    'x[one]',
    'x{one}',
    'x<one>',
    'x?one=1',
    'x\\one',
    'x-one,\u00a0x-two',
    'x-one\u00a0,x-two',
    '\u00a0',
    'x-one,\n x-two',
    'x-one\r\n',
    'x-one\u000b',
    '\fx-one',
    'x-one\0',
    'x-one\u007f',
    'x-\u00e9',
    'x-\u0101ne',
    '\u212a-name',
    'x-one,,\ufeff',
    'x-one\u2028',
  ])('%j is malformed: only tokens stand between commas, spaces and tabs', value => {
    expect(namesOf(value)).toBe('malformed');
  });

  it.each([
    [4095, 'taken'],
    [4096, 'taken'],
    [4097, 'too-long'],
    [16_384, 'too-long'],
  ])('of %i bytes is %s', (bytes, outcome) => {
    const value = listOf(bytes);
    expect(value).toHaveLength(bytes);
    const names = namesOf(value);
    expect(typeof names === 'string' ? names : 'taken').toBe(outcome);
  });

  it.each([
    ['spaces', ' '],
    ['tabs', '\t'],
    ['commas', ','],
    ['commas and spaces', ', '],
  ])('of %s alone is an absent one up to 4,096 bytes, and too long beyond', (_, text) => {
    const longest = text.repeat(MAX_REQUESTED_HEADERS_LENGTH / text.length);
    expect(namesOf(longest)).toEqual([]);
    expect(namesOf(`${longest},`)).toBe('too-long');
  });

  it('is measured before it is read', () => {
    expect(namesOf('\0'.repeat(4_097))).toBe('too-long');
    expect(namesOf('\0'.repeat(4_096))).toBe('malformed');
  });
});
