import { Random } from '../random.js';
import type { ScenarioRequest } from '../scenario.js';
import { PAGES, type Place } from './places.js';
import type { Lines, Resource, ResourceAnswers, Sequence, SequenceAnswer, Step } from './sequence.js';

type Choices<T> = readonly [T, ...T[]];

const RESOURCES: Choices<Place> = ['api', 'api', 'third', 'third', 'app', 'other', 'admin', 'port'];
/** The places of one site. */
const SITE: readonly Place[] = ['app', 'port', 'admin', 'api'];
/** The properties of a request for an image. */
const LIKE_AN_IMAGE: ScenarioRequest = { method: 'GET', mode: 'no-cors', credentials: 'include' };
const METHODS: Choices<string> = [
  ...several(12, 'GET'),
  'HEAD',
  ...several(3, 'POST'),
  'PUT',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
];
const REQUEST_HEADERS: Choices<readonly [name: string, value: string]> = [
  ['X-A', '1'],
  ['X-A', '2'],
  ['X-B', '1'],
  ['Authorization', 'Bearer x'],
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain'],
  ['Accept', 'application/json'],
];
const ALLOW_ORIGIN: Choices<string | undefined> = [
  ...several(8, '$ORIGIN'),
  ...several(4, '*'),
  '$app',
  'null',
  undefined,
  undefined,
];
const VARY: Choices<string | undefined> = [
  ...several(5, 'Origin'),
  ...several(5, undefined),
  '*',
  'X-A',
  'origin, x-a',
  'Cookie',
];
const CACHE_CONTROL: Choices<string | undefined> = [
  ...several(7, 'max-age=600'),
  ...several(3, undefined),
  'no-store',
  'no-cache',
  'no-cache',
  'max-age=0',
  'private, max-age=600',
  'max-age=600, must-revalidate',
  'max-age=600, immutable',
  'public',
];
const STATUS: Choices<number> = [...several(9, 200), 404, 404, 500];
const REDIRECTS: Choices<number> = [301, 302, 303, 307, 308];
const TEMPORARY: Readonly<Record<number, number>> = { 301: 302, 308: 307 };
const COOKIES: Choices<string> = ['', '; SameSite=Lax', '; SameSite=Strict', '; SameSite=None; Secure'];
const ALLOW_METHODS: Choices<string | undefined> = [
  ...several(4, 'GET, PUT, PATCH, DELETE'),
  'PUT',
  '*',
  'PATCH, DELETE, OPTIONS',
  undefined,
];
const ALLOW_HEADERS: Choices<string | undefined> = [
  ...several(4, 'X-A, X-B, Authorization, Content-Type, If-None-Match'),
  'X-A',
  '*',
  'X-A, Authorization',
  undefined,
];
const MAX_AGE: Choices<string | undefined> = [...several(4, '600'), undefined, undefined, '0'];

/**
 * The same seed and number give the same sequence.
 *
 * @param permanentRedirects whether 301 and 308 are among the redirects. The profile of Firefox
 * does not model how it caches their targets.
 */
export function randomSequence(seed: number, number: number, permanentRedirects = true): Sequence {
  const random = new Random(seed * 1_000_003 + number);
  const count = 3 + random.below(4);
  const places = Array.from({ length: 3 }, () => random.pick(RESOURCES));
  const resources = places.map((place, at) => resource(random, place, at, count));
  const steps: Step[] = [];
  for (let at = 0; at < count; at++) {
    const next = step(random, steps);
    steps.push(
      isImage(next) && !mayShow(next, resources, steps) ? { ...next, request: LIKE_AN_IMAGE } : next,
    );
  }
  return {
    name: `${seed}-${number}`,
    resources: permanentRedirects ? resources : resources.map(withoutPermanentRedirects),
    steps,
  };
}

/**
 * Mostly one URL, and often the request of an earlier step, perhaps from another page. This makes
 * cache hits likely.
 */
function step(random: Random, before: readonly Step[]): Step {
  const [again] = before;
  if (again !== undefined && random.chance(0.45)) {
    const earlier = random.pick([again, ...before]);
    return random.chance(0.5) ? earlier : { ...earlier, page: random.pick(PAGES) };
  }
  return {
    page: random.chance(0.5) ? 'app' : random.pick(PAGES),
    resource: random.chance(0.7) ? 0 : random.below(3),
    request: request(random),
  };
}

function isImage({ request: { via } }: Step): boolean {
  return via === 'img';
}

/**
 * Whether an engine loads the image in the same way as fetch() would. A document shows an image a
 * second time from its own memory, and Firefox stores images of other sites separately.
 */
export function mayShow(
  { page, resource: at }: Step,
  resources: readonly Resource[],
  before: readonly Step[],
): boolean {
  const resource = resources[at];
  if (resource === undefined || !SITE.includes(page) || !SITE.includes(resource.place)) return false;
  if (resource.first.actual.to !== undefined || resource.then?.answers.actual.to !== undefined) return false;
  return !before.some(other => isImage(other) && other.page === page && other.resource === at);
}

function request(random: Random): ScenarioRequest {
  if (random.chance(0.12)) {
    // With `crossorigin`, the request would be like that of fetch, except that it has an `Origin`
    // even for its own origin.
    return { method: 'GET', via: 'img' };
  }
  const method = random.pick(METHODS);
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method) && random.chance(0.5);
  const credentials = random.pick(['include', 'include', 'same-origin', 'omit'] as const);
  if (random.chance(0.06)) {
    return {
      // Firefox does not use its cache after a redirect of a POST of XMLHttpRequest. No option of
      // fetch() has this effect.
      method: method === 'POST' ? 'PUT' : method,
      via: 'xhr',
      uploadListener: random.chance(0.6),
      credentials: credentials === 'omit' ? 'same-origin' : credentials,
      ...(hasBody ? { body: 'x' } : {}),
    };
  }
  const mode = random.chance(0.12) ? 'no-cors' : 'cors';
  const isForbidden = mode === 'no-cors' && !['GET', 'HEAD', 'POST'].includes(method);
  const headers = random.chance(0.5) ? [] : random.some(REQUEST_HEADERS, random.chance(0.7) ? 1 : 3);
  const written = random.chance(0.1) ? [...headers, ...headers] : headers;
  const cache = random.chance(0.2) ? random.pick(['no-store', 'reload', 'no-cache'] as const) : undefined;
  return {
    method: isForbidden ? 'GET' : method,
    credentials,
    ...(mode === 'cors' ? {} : { mode }),
    ...(written.length === 0 ? {} : { headers: written }),
    ...(hasBody && !isForbidden ? { body: 'x' } : {}),
    ...(cache === undefined ? {} : { cache }),
  };
}

function resource(random: Random, place: Place, at: number, steps: number): Resource {
  const first = answers(random, at);
  return random.chance(0.25)
    ? { place, first, then: { from: 1 + random.below(steps - 1), answers: answers(random, at) } }
    : { place, first };
}

function withoutPermanentRedirects({ place, first, then }: Resource): Resource {
  const temporary = ({ preflight, actual }: ResourceAnswers): ResourceAnswers => ({
    preflight,
    actual: { ...actual, status: TEMPORARY[actual.status] ?? actual.status },
  });
  return then === undefined
    ? { place, first: temporary(first) }
    : { place, first: temporary(first), then: { ...then, answers: temporary(then.answers) } };
}

function answers(random: Random, at: number): ResourceAnswers {
  // A redirect leads to a later URL, so that it ends.
  const isRedirect = at < 2 && random.chance(0.35);
  const actual = actualAnswer(random, at);
  return {
    preflight: preflightAnswer(random),
    actual: isRedirect
      ? { ...actual, status: random.pick(REDIRECTS), to: at + 1 + random.below(2 - at) }
      : actual,
  };
}

function preflightAnswer(random: Random): SequenceAnswer {
  const isGood = random.chance(0.75);
  return {
    status: isGood || random.chance(0.7) ? 204 : random.pick([200, 302, 403, 500]),
    headers: [
      ...line('Access-Control-Allow-Origin', isGood ? '$ORIGIN' : random.pick(ALLOW_ORIGIN)),
      ...line('Access-Control-Allow-Credentials', isGood || random.chance(0.5) ? 'true' : undefined),
      ...line('Access-Control-Allow-Methods', random.pick(ALLOW_METHODS)),
      ...line('Access-Control-Allow-Headers', random.pick(ALLOW_HEADERS)),
      ...line('Access-Control-Max-Age', random.pick(MAX_AGE)),
    ],
  };
}

function actualAnswer(random: Random, at: number): SequenceAnswer {
  return {
    status: random.pick(STATUS),
    headers: [
      ...line('Access-Control-Allow-Origin', random.pick(ALLOW_ORIGIN)),
      ...line('Access-Control-Allow-Credentials', random.chance(0.7) ? 'true' : undefined),
      ...line('Access-Control-Expose-Headers', random.chance(0.3) ? 'ETag, X-Serial' : undefined),
      ...line('Vary', random.pick(VARY)),
      ...line('Cache-Control', random.pick(CACHE_CONTROL)),
      ...line('ETag', random.chance(0.4) ? `"${at}"` : undefined),
      ...line('Last-Modified', random.chance(0.15) ? 'Mon, 01 Jan 2024 00:00:00 GMT' : undefined),
      ...line('Set-Cookie', random.chance(0.35) ? `c${at}=1$PATH${random.pick(COOKIES)}` : undefined),
    ],
  };
}

function line(name: string, value: string | undefined): Lines {
  return value === undefined ? [] : [[name, value]];
}

function several<T>(count: number, value: T): [T, ...T[]] {
  return [value, ...Array.from({ length: count - 1 }, () => value)];
}
