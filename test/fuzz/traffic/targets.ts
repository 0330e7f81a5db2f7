import type { Place } from '../oracle/places.js';
import type { Random } from './random.js';

/** A path of a place, spelled as its own application would, and a query now and then. */
export function plainTarget(random: Random, { path }: Place): string {
  const query = random.chance(0.2)
    ? `?${random.pick(['', 'a=1', 'q=%2F&x', 'origin=https://evil.example', '?', 'a[]=1'])}`
    : '';
  return path.replaceAll('{}', () => random.pick(['1', 'a-b', 'caf%C3%A9', '%20', 'x.y', '~', '0'])) + query;
}

const SEGMENTS = [
  '%',
  '%zz',
  '%ff',
  '%00',
  '%2f',
  '%2F..',
  '%2e%2e',
  '%c0%af',
  '%E0%A4%A',
  '%u0041',
  '..',
  '.',
  '',
  ';a=1',
  ':id',
  '*',
  '__proto__',
  'constructor',
  'a'.repeat(99),
  'a'.repeat(101),
  'a'.repeat(2000),
  '\'"<>',
  '\\',
  '{}',
  '[1]',
  '|',
  '^',
  '`',
  '~!$&()+,=@',
];

/**
 * A request target near the path of a place. The platform decides which route it reaches, if any.
 */
export function hostileTarget(random: Random, place: Place): string {
  const path = plainTarget(random, place);
  const segments = path.split('/');
  return random.weighted([
    [3, () => path.replace(/\{\}|[^/]+$/, random.pick(SEGMENTS))],
    [2, () => `${path}/${random.pick(SEGMENTS)}`],
    [2, () => random.cased(path)],
    [
      2,
      () =>
        `${path}${random.pick(['/', '//', '/.', '/..', '?', '#', '#/exact', ';', '%20', '%00', '\t', '%', '/?/', '\u00e9'])}`,
    ],
    [2, () => `${random.pick(['/', '//', '/.', '/./', '/../', '\\', '/;', '/%2f'])}${path}`],
    [2, () => encodedSomewhere(random, path)],
    [1, () => segments.join('//')],
    [1, () => random.shuffled(segments).join('/')],
    [
      2,
      () =>
        `${random.pick(['http://', 'https://', 'HTTP://', 'http:', 'ftp://'])}${random.pick(['127.0.0.1', 'api.example.com', 'evil.example', '', 'a@b', '[::1]', 'a:99999'])}${path}`,
    ],
    [
      1,
      () =>
        random.pick([
          '*',
          '/*',
          '/{*path}',
          'http://x',
          'http://x?',
          'http:///',
          '//',
          '///',
          'exact',
          '?',
          '#',
          '/?',
          'x:443',
          '%2f',
          '/%',
        ]),
    ],
    [1, () => `${path}?${'a=1&'.repeat(random.integer(1, 3000))}`],
    [1, () => `${path}/${'a/'.repeat(random.integer(1, 2000))}`],
    [1, () => `/${random.bytes(1, 30).replace(/[\0-\x20\x7f]/g, '')}`],
  ]);
}

function encodedSomewhere(random: Random, path: string): string {
  return path.replace(/[^?%]/g, character =>
    random.chance(0.15) ? `%${character.charCodeAt(0).toString(16).padStart(2, '0')}` : character,
  );
}
