import { ALL_FRIENDS } from '../oracle/naive-policies.js';
import type { Random } from './random.js';

// Texts between an allowed host and an attacker's host that confuse regular expressions and
// parsers.
const SPLITTERS = [
  ...Array.from('_-"{}+^!~`;|&\'()*,$=<>[]\\/@:#?% \t'),
  '%60',
  '%0b',
  '%00',
  '%0d%0a',
  '\u00a0',
  '\u00ad',
  '\u0085',
];

const ODD_ORIGINS = [
  '',
  'null',
  'NULL',
  '"null"',
  '*',
  'https://',
  'https://*',
  'https://.',
  'https://partner.example',
  'https://.partner.example',
  'https://a..partner.example',
  'https://a.partner.example.',
  'https://eu.partner.example:443',
  'https://eu.partner.example:0',
  'https://eu.partner.example:65536',
  'http://localhost:*',
  'http://localhost:0',
  'http://localhost:080',
  'http://localhost:65536',
  'http://localhost:99999999999999999999',
  'https://a.any.example:*',
  'https://A.regexp.example',
  'https://abcdefghi.regexp.example',
  'https://a\n.regexp.example'.replace('\n', '%0a'),
  'https://[::1]',
  'https://[::1',
  'https://127.0.0.1:65536',
  'file://',
  'about:blank',
  'javascript:alert(1)',
  'chrome-extension://app.example.com',
  'undefined',
  'https://throws.example',
  'https://rejects.example',
  'https://undefined.example',
  'https://slow-late-failure.example',
  'https://slow.example',
  'https://truthy.example',
  '__proto__',
  'https://__proto__',
  'constructor',
];

/** Something to send as `Origin`, without bytes that end a line. */
export function originValue(random: Random, friends: readonly string[]): string {
  const friend = random.pick(friends.length > 0 && random.chance(0.8) ? friends : ALL_FRIENDS);
  return random.weighted([
    [10, () => friend],
    [8, () => attackOn(random, friend)],
    [3, () => random.pick(ODD_ORIGINS)],
    [2, () => mutated(random, friend)],
    [1, () => random.bytes(0, 60).replace(/[\r\n]/g, '')],
    [1, () => ofLength(random, friend)],
    [
      1,
      () =>
        random
          .shuffled(ALL_FRIENDS)
          .slice(0, random.integer(2, 4))
          .join(random.pick([', ', ' ', ',', '; ', '\t'])),
    ],
  ]);
}

function attackOn(random: Random, friend: string): string {
  const host = friend.replace(/^[a-z]+:\/\//, '');
  const evil = random.pick(['evil.example', 'evil.example:443', 'x']);
  const splitter = random.pick(SPLITTERS);
  return random.weighted([
    [2, () => `${friend}${splitter}${evil}`],
    [2, () => `https://${evil}${splitter}${host}`],
    [1, () => `${friend}.${evil}`],
    [1, () => `https://evil${host}`],
    [
      1,
      () => `https://${random.pick(['a.', 'a-', 'a_', '.', '..', '-', '%2e', 'ä.', 'xn--', 'a..'])}${host}`,
    ],
    [1, () => friend.replace('.', 'x')],
    [
      1,
      () =>
        `${friend}${random.pick(['/', '.', ':', ':443', ':80', ':8443', ':0', ':65536', ':*', '/path', '?q', '#f', ' ', '%00', '\0', ','])}`,
    ],
    [
      1,
      () =>
        friend.replace(
          'https:',
          random.pick(['http:', 'HTTPS:', 'https', 'ws:', 'ftp:', ' https:', 'xhttps:']),
        ),
    ],
    [
      1,
      () =>
        friend.replace(
          '://',
          random.pick(['://user@', '://user:pass@', ':/', ':///', '://\\', '://%00', ':\\\\']),
        ),
    ],
    [1, () => random.cased(friend)],
  ]);
}

function mutated(random: Random, text: string): string {
  let changed = text;
  for (let count = random.integer(1, 3); count > 0; count--) {
    const at = random.integer(0, changed.length);
    const byte = String.fromCharCode(random.integer(0, 255)).replace(/[\r\n]/, '');
    changed = changed.slice(0, at) + byte + changed.slice(random.chance(0.5) ? at : at + 1);
  }
  return changed;
}

/** Around the longest that is read, and far above. */
function ofLength(random: Random, friend: string): string {
  const length = random.pick([325, 326, 327, 328, 1000, 8000]);
  const host = friend.replace(/^[a-z]+:\/\//, '');
  return `https://${'a.'.repeat(length)}`.slice(0, Math.max(0, length - host.length - 1)) + `.${host}`;
}
