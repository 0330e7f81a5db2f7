import type { Random } from '../../fuzz/traffic/random.js';
import { FILES, ROUTES } from './things.js';

const PATHS = [...FILES, ...ROUTES].map(({ path }) => path);
const FOLDERS = [
  'open',
  'closed',
  'secret',
  'own',
  'open/inner',
  'other',
  'nothing',
  'open/wild',
  'closed/wild',
];
const DOTS = ['.', '%2e', '%2E'];
const SLASHES = ['/', '/', '/', '//', '\\', '%2f', '%2F', '%5c', '/./', '/;/', '/.;/'];

/** A path as a client would send it. */
export function plainTarget(path: string): string {
  return path
    .split('/')
    .map(segment => encodeURIComponent(segment).replaceAll('%3B', ';'))
    .join('/');
}

/** A URL that some software might read as the path of a file or a route. */
export function strangeTarget(random: Random): string {
  let path = plainTarget(random.pick(PATHS));
  const times = random.integer(1, 4);
  for (let count = 0; count < times; count++) path = changed(random, path);
  return path.replace(/[\0-\x20\x7f]/g, '') || '/';
}

function changed(random: Random, path: string): string {
  const at = random.integer(0, path.length);
  const [before, after] = [path.slice(0, at), path.slice(at)];
  const slash = slashIn(random, path);
  const [parents, rest] = [path.slice(0, slash), path.slice(slash + 1)];
  const step = dotDot(random);
  const folder = random.pick(FOLDERS);
  return random.weighted([
    // Detours: into another folder and out again, at the front or under way.
    [4, () => `/${folder}${`/${step}`.repeat(folder.split('/').length)}${path}`],
    [3, () => `${parents}/${folder}${`/${step}`.repeat(folder.split('/').length)}/${rest}`],
    [3, () => `${parents}/${step}${parents}/${rest}`],
    [
      2,
      () => `${parents}/${random.pick(['x', '..;', '.;', '%2e%2e;', '..%3b', 'a;b', '...'])}/${step}/${rest}`,
    ],
    // Slashes.
    [4, () => `${parents}${random.pick(SLASHES)}${rest}`],
    [1, () => path.replaceAll('/', random.pick(['//', '\\', '%2f', '/./']))],
    [2, () => `${random.pick(['/', '//', '/.', '/..', '\\', '/%2e%2e', '/%5c', '/;'])}${path}`],
    // Semicolons.
    [3, () => `${parents}${random.pick([';', ';a=b', '%3b', ';/..'])}/${rest}`],
    [2, () => `${path}${random.pick([';', ';a=b', ';/open/x', ';/closed/x', '%3bx'])}`],
    // Case and escapes.
    [3, () => random.cased(path)],
    [4, () => `${before}${escaped(random, after.slice(0, 1))}${after.slice(1)}`],
    [1, () => path.replaceAll('%', '%25')],
    [1, () => `${before}${random.pick(['%00', '%ff', '%zz', '%c0%ae', '%', '\xe9', '%E2%80%A8'])}${after}`],
    // Texts after the path and before it.
    [
      2,
      () => `${path}${random.pick(['/', '//', '/.', '/x/..', `/x/${step}`, '?', '#', '?/../closed/a.txt'])}`,
    ],
    [1, () => `${path}${random.pick(['#/../../open/a.txt', '?#', '/#', '%3fx', '%23x', '\\', '/%2e'])}`],
    [
      2,
      () =>
        `${random.pick(['http://host', 'https://user@host:1', 'HTTP://host', 'ftp://host', 'http://host?'])}${path}`,
    ],
  ]);
}

function dotDot(random: Random): string {
  return random.weighted([
    [5, () => '..'],
    [2, () => random.pick(DOTS) + random.pick(DOTS)],
    [1, () => random.pick(['..;', '..;x=y', '%2e%2e%2f', '..\\', '..%5c'])],
  ]);
}

function slashIn(random: Random, path: string): number {
  const slashes = Array.from(path.matchAll(/\//g), ({ index }) => index);
  return slashes.length === 0 ? 0 : random.pick(slashes);
}

function escaped(random: Random, character: string): string {
  const hex = Buffer.from(character, 'latin1').toString('hex');
  if (hex === '') return '';
  const escape = `%${random.chance(0.5) ? hex : hex.toUpperCase()}`;
  return random.chance(0.1) ? escape.replace('%', '%25') : escape;
}
