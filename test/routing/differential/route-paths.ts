import type { Platform } from './application-plan.js';
import type { Random } from './random.js';

/** Few words, so that static paths and parameters overlap. */
export const WORDS = [
  'cats',
  'dogs',
  'Cats',
  'a',
  'v1',
  'me',
  'a-b',
  'file.json',
  'caf%C3%A9',
  'a%20b',
] as const;

const PARAMETER_NAMES = ['id', 'name', 'id', 'p'] as const;

type Segment = (random: Random) => string;

const parameter: Segment = random => `:${random.pick(PARAMETER_NAMES)}`;
const word: Segment = random => random.pick(WORDS);

const SHARED: readonly Segment[] = [
  word,
  word,
  word,
  word,
  parameter,
  parameter,
  parameter,
  () => ':a-:b',
  () => 'file.:ext',
  () => ':name.json',
  () => ':name.:ext',
  () => 'v:version',
];

const OF_PLATFORM: Readonly<Record<Platform, readonly Segment[]>> = {
  express: [
    ...SHARED,
    random => `{${random.pick(WORDS)}}`,
    () => ':base{.:ext}',
    () => '*middle',
    () => 'x-*rest',
  ],
  fastify: [
    ...SHARED,
    () => ':id(^\\d+$)',
    () => ':at(^\\d{2})h:min(^\\d{2})m',
    () => 'a::b',
    // Nest reads it as two parameters, and find-my-way as one.
    () => ':lat,:lng',
  ],
};

const ENDINGS: Readonly<Record<Platform, readonly Segment[]>> = {
  express: [() => '/*rest', () => '{/*rest}', () => '{/:option}', () => '/*', () => '/', () => '/(.*)'],
  fastify: [() => '/*', () => '*', () => '/:option?', () => '/', () => '/prefix-*'],
};

/** A route path in a platform's syntax, as people write it in decorators. */
export function routePath(random: Random, platform: Platform): string {
  const ending = random.chance(0.2) ? random.pick(ENDINGS[platform])(random) : '';
  return pathPrefix(random, platform) + ending;
}

/** A path that others follow: of a controller or a module. */
export function pathPrefix(random: Random, platform: Platform): string {
  const path = random
    .list(random.pick([0, 1, 1, 1, 2]), () => random.pick(OF_PLATFORM[platform])(random))
    .join('/');
  return random.chance(0.3) ? `/${path}` : path;
}
