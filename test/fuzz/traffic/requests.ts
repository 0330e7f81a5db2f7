import { type NaivePolicy, naivePolicy } from '../oracle/naive-policies.js';
import type { Place } from '../oracle/places.js';
import type { HeaderLine, WireRequest } from '../wire/wire-request.js';
import { originValue } from './origins.js';
import type { Random } from './random.js';
import { requestedHeaderLines } from './requested-headers.js';

const USUAL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** Those that Node's parser reads too. */
const UNUSUAL_METHODS = [
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'PURGE',
  'SEARCH',
  'LOCK',
  'M-SEARCH',
  'REPORT',
  'BIND',
  'SOURCE',
];
const ODD_METHODS = [
  '',
  'get',
  'Patch',
  'FOO',
  '*',
  'GET, PUT',
  'GET,DELETE',
  'GET DELETE',
  'X,DELETE',
  'CONNECT',
  'TRACK',
  '\u00c9',
  'GE\tT',
  'DELETE\u00a0',
  '__proto__',
  'constructor',
  'ALL',
  'all',
  "!#$%&'*+-.^_`|~",
  'A'.repeat(5000),
];

/** A method that an application might really get. */
export function actualMethod(random: Random, place: Place): string {
  const served = Object.keys(place.serves);
  return random.weighted([
    [served.length > 0 ? 8 : 0, () => random.pick(served)],
    [3, () => random.pick(USUAL_METHODS)],
    [1, () => random.pick(UNUSUAL_METHODS)],
  ]);
}

/** A policy that a place has something to do with, if any has. */
export function somePolicy(random: Random, { serves, servesOthers }: Place): NaivePolicy {
  const names = [...Object.values(serves).flat(), ...(servesOthers === undefined ? [] : [servesOthers])];
  return naivePolicy(names.length === 0 ? 'defaults' : random.pick(names));
}

/** An actual request to a target; a plain OPTIONS among them. */
export function actualRequest(
  random: Random,
  place: Place,
  target: string,
  method = actualMethod(random, place),
): WireRequest {
  const { friends } = somePolicy(random, place);
  const bodied = method === 'POST' || method === 'PUT' || method === 'PATCH';
  const payload = bodied && random.chance(0.5) ? body(random) : undefined;
  const origins = random.chance(0.2) ? [] : originLines(random, friends);
  return {
    method,
    target,
    version: '1.1',
    headers: random.shuffled([
      hostLine(random, place),
      ...origins,
      ...extraLines(random),
      ...(payload?.headers ?? []),
      ...(place.path === '/versioned' ? versionLines(random) : []),
    ]),
    body: payload?.body ?? '',
  };
}

/** A CORS-preflight request to a target. */
export function preflightRequest(
  random: Random,
  place: Place,
  target: string,
  methods: readonly string[] = requestedMethods(random, place),
): WireRequest {
  const policy = somePolicy(random, place);
  const headers: HeaderLine[] = [
    hostLine(random, place),
    ...originLines(random, policy.friends),
    ...methods.map((each): HeaderLine => [
      random.cased('Access-Control-Request-Method'),
      spaced(random, each),
    ]),
    ...extraLines(random),
  ];
  for (const value of requestedHeaderLines(random, policy.headers)) {
    headers.push([random.cased('Access-Control-Request-Headers'), spaced(random, value)]);
  }
  const payload = random.chance(0.05) ? body(random) : undefined;
  headers.push(...(payload?.headers ?? []));
  return {
    method: 'OPTIONS',
    target,
    version: '1.1',
    headers: random.shuffled(headers),
    body: payload?.body ?? '',
  };
}

/** One for each line of the header; a second line is an attack. */
function requestedMethods(random: Random, place: Place): string[] {
  const count = random.chance(0.03) ? 2 : 1;
  return random.list(count, count, () =>
    random.weighted([
      [10, () => actualMethod(random, place)],
      [2, () => random.pick(ODD_METHODS)],
      [1, () => random.pick(UNUSUAL_METHODS)],
    ]),
  );
}

function originLines(random: Random, friends: readonly string[]): HeaderLine[] {
  const count = random.chance(0.04) ? 2 : 1;
  return random.list(count, count, () => [
    random.cased('Origin'),
    spaced(random, originValue(random, friends)),
  ]);
}

function hostLine(random: Random, { host }: Place): HeaderLine {
  const name =
    host !== undefined && random.chance(0.7)
      ? host
      : random.pick(['127.0.0.1', 'localhost', 'api.example.com', 'x.example:8080']);
  return [random.cased('Host'), ` ${name}`];
}

function versionLines(random: Random): HeaderLine[] {
  return random.weighted<HeaderLine[]>([
    [6, () => [['X-Version', ` ${random.integer(1, 3)}`]]],
    [1, () => []],
    [1, () => [['X-Version', random.pick(['', '0', '4', '1,2', '1 ', '__proto__', '\u00e9'])]]],
  ]);
}

/** Other headers that clients and proxies send, including invalid ones. */
function extraLines(random: Random): HeaderLine[] {
  if (random.chance(0.6)) return [];
  return random.list(1, 3, () =>
    random.pick<HeaderLine>([
      ['Sec-Fetch-Site', ' cross-site'],
      ['Sec-Fetch-Mode', ' cors'],
      ['Cookie', ' session=1'],
      ['Authorization', ' Bearer x'],
      ['Accept', ' text/event-stream'],
      ['Accept-Encoding', ' gzip, br'],
      ['X-Forwarded-Host', ' app.example.com'],
      ['X-Forwarded-Proto', ' https'],
      ['Forwarded', ' host=app.example.com'],
      ['X-HTTP-Method-Override', ' DELETE'],
      ['X-Original-URL', ' /exact'],
      ['Access-Control-Allow-Origin', ' *'],
      ['Access-Control-Request-Private-Network', ' true'],
      ['Vary', ' *'],
      ['Range', ' bytes=0-1'],
      ['If-None-Match', ' *'],
      ['Upgrade', ' websocket'],
      ['Referer', ' https://evil.example/'],
      ['User-Agent', ` ${random.pick(['', 'fuzz', '\u00e9'])}`],
      [`X-${random.integer(0, 999)}`, ` ${'v'.repeat(random.integer(0, 500))}`],
    ]),
  );
}

function body(random: Random): { headers: HeaderLine[]; body: string } {
  const content = random.pick([
    '{"a":1}',
    '{"a":',
    '[]',
    '',
    'null',
    '{"__proto__":{"x":1}}',
    'a=1&b=2',
    '\0\xff',
    `"${'x'.repeat(120_000)}"`,
  ]);
  const type = random.pick([
    'application/json',
    'application/json; charset=utf-8',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/json; charset=nonsense',
    'nonsense',
  ]);
  const headers: HeaderLine[] = [['Content-Type', ` ${type}`]];
  if (random.chance(0.3)) {
    const chunks = content === '' ? '' : `${content.length.toString(16)}\r\n${content}\r\n`;
    return { headers: [...headers, ['Transfer-Encoding', ' chunked']], body: `${chunks}0\r\n\r\n` };
  }
  return { headers: [...headers, ['Content-Length', ` ${content.length}`]], body: content };
}

/** Optional whitespace is not part of a value. */
function spaced(random: Random, value: string): string {
  return random.weighted([
    [8, () => ` ${value}`],
    [1, () => value],
    [1, () => `\t ${value} \t`],
  ]);
}
