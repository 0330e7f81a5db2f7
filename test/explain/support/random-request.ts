import { type VersioningOptions, VersioningType } from '@nestjs/common';
import type { CorsExplainRequest } from 'nestjs-cors-policy';
import type { Random } from '../../routing/differential/random.js';
import { ADMIN_HOST, ORIGINS } from './random-application.js';

/** Where the browser believes the server to be. */
export const SERVER = 'https://api.example.com';

const METHODS = [
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'get',
  'put',
  'PROPFIND',
];
const PATHS = [
  '/cats',
  '/cats',
  '/cats/1',
  '/cats/1?q=a%2Fb',
  '/cats/',
  '/CATS/1',
  '/dogs',
  '/dogs/secret',
  '/hosted',
  '/things',
  '/things',
  '/other-things',
  '/nowhere',
  '/cats/%zz',
  '/cats/../dogs',
];
const HEADERS: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/json'],
  ['content-type', 'text/plain; charset=utf-8'],
  ['Content-Type', 'a "quoted" thing'],
  ['X-A', '1'],
  ['x-b', 'anything at all'],
  ['Authorization', 'Bearer x'],
  ['Accept', 'application/json'],
  ['Accept', 'a'.repeat(129)],
  ['Accept-Language', 'de; q=1'],
  ['Range', 'bytes=0-9'],
  ['Range', 'bytes=-9'],
  ['Cookie', 'ignored=1'],
  ['Sec-Purpose', 'ignored'],
  ['X-HTTP-Method-Override', 'TRACE'],
  ['X-HTTP-Method-Override', 'PUT'],
];

/** A request as pages make them, a few of them at the limits of the standard. */
export function randomRequest(random: Random, versioning: VersioningOptions | undefined): CorsExplainRequest {
  const server = random.chance(0.15) ? `https://${ADMIN_HOST}` : SERVER;
  const headers = new Map(random.sample(HEADERS, random.pick([0, 0, 1, 1, 2, 4])));
  // A name in two spellings is combined, which is for a unit test.
  if (headers.has('content-type')) headers.delete('Content-Type');
  if (versioning !== undefined && random.chance(0.8)) addVersion(headers, random, versioning);
  if (random.chance(0.02))
    for (let at = 0; at < 80; at++) headers.set(`X-${'long-name-'.repeat(6)}${at}`, '1');
  return {
    method: random.pick(METHODS),
    url: server + random.pick(PATHS),
    origin: random.chance(0.06)
      ? SERVER
      : random.pick([...ORIGINS, 'https://evil.example', 'http://app.example.com']),
    headers: Object.fromEntries(headers),
    credentials: random.chance(0.4),
  };
}

function addVersion(headers: Map<string, string>, random: Random, { type }: VersioningOptions): void {
  const version = random.pick(['1', '2', '3', '9', '2,1', '9,3']);
  if (type === VersioningType.MEDIA_TYPE) headers.set('Accept', `application/json;v=${version}`);
  else headers.set('X-Version', version);
}
