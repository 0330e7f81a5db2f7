import type { Random } from './random.js';

const NAMES = ['content-type', 'x-trace', 'x-one', 'x-two', 'x-three'];
const STRANGERS = [
  'authorization',
  'x-unknown',
  '*',
  'cookie',
  'a b',
  'x-one;q=1',
  '"x-one"',
  'x-one:',
  'x(one)',
  'x\u00a0one',
  '\u00e9',
  '\u00a0x-one',
  'x-one\u00a0',
  '\u0085x-one',
  '__proto__',
  'constructor',
  'x'.repeat(300),
];

/** Values for `Access-Control-Request-Headers`, one for each line of it. */
export function requestedHeaderLines(random: Random, allowed: '*' | readonly string[]): string[] {
  const friends = allowed === '*' || allowed.length === 0 ? NAMES : allowed;
  return random.weighted([
    [6, () => []],
    [10, () => [list(random, friends, random.integer(1, 4))]],
    [3, () => [list(random, NAMES, random.integer(1, 4))]],
    [3, () => [list(random, [...friends, ...STRANGERS], random.integer(1, 4))]],
    [2, () => random.list(2, 4, () => list(random, friends, random.integer(0, 3)))],
    [1, () => [random.pick(['', ',', ' ', '\t', ', ,\t,', '*', '**'])]],
    [1, () => [','.repeat(random.pick([10, 4095, 4096, 4097, 15_000]))]],
    [1, () => [random.pick([' ', '\t', ' ,', '\t,']).repeat(random.integer(1, 7000)) + random.pick(friends)]],
    [1, () => [ofLength(random, random.pick(friends))]],
    [1, () => [Array.from({ length: random.integer(100, 1200) }, (_, index) => `x-${index}`).join(',')]],
    [1, () => [random.bytes(1, 60).replace(/[\r\n]/g, '')]],
    [1, () => random.list(1, 60, () => list(random, friends, 3))],
  ]);
}

/** A list as people, browsers and attackers write it. */
function list(random: Random, names: readonly string[], count: number): string {
  const separator = random.pick([',', ', ', ' ,', '\t,\t', ',,', ' , ,']);
  return Array.from({ length: count }, () => random.cased(random.pick(names))).join(separator);
}

function ofLength(random: Random, name: string): string {
  const length = random.pick([4090, 4095, 4096, 4097, 4100]);
  return `${`${name},`.repeat(Math.ceil(length / name.length)).slice(0, length - name.length - 1)},${name}`.slice(
    -length,
  );
}
