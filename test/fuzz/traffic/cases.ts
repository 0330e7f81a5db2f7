import { carefulProblems } from '../oracle/careful-oracle.js';
import { type Sent, pairProblems, problemsOf } from '../oracle/judge.js';
import { PLACES, SPECIAL_PLACES } from '../oracle/places.js';
import type { FuzzSetting } from '../settings.js';
import type { Received, Transmission } from '../wire/exchange.js';
import { MalformedResponse, type RawResponse, readResponses } from '../wire/raw-response.js';
import { type WireRequest, textOf } from '../wire/wire-request.js';
import { cutShort, soup } from './mutations.js';
import type { Random } from './random.js';
import { actualMethod, actualRequest, preflightRequest } from './requests.js';
import { hostileTarget, plainTarget } from './targets.js';

/** The bytes that one connection sends, and the requirements for the response. */
export interface FuzzCase {
  readonly kind: string;
  readonly requests: number;
  /** As latin1. */
  readonly text: string;
  readonly transmission: Transmission;
  judge(received: Received): string[];
}

export function fuzzCase(random: Random, setting: FuzzSetting): FuzzCase {
  return random.weighted([
    [8, () => known(random, setting, 'preflight', [knownPreflight(random)])],
    [6, () => known(random, setting, 'actual', [knownActual(random)])],
    [2, () => known(random, setting, 'special', [special(random)])],
    [
      2,
      () =>
        known(random, setting, 'http/1.0', [
          oldVersion(random, random.chance(0.5) ? knownPreflight(random) : knownActual(random)),
        ]),
    ],
    [
      4,
      () =>
        known(
          random,
          setting,
          'pipeline',
          random.list(2, 12, () => pipelined(random)),
        ),
    ],
    [8, () => pair(random, setting)],
    [3, () => careful(random, 'soup', soup(random, requestTexts(random)), 'linger')],
    [
      2,
      () =>
        careful(
          random,
          'cut short',
          cutShort(random, requestTexts(random)),
          random.pick(['linger', 'half-close', 'destroy']),
        ),
    ],
  ]);
}

function knownPreflight(random: Random): Sent {
  const place = random.pick(PLACES);
  return sent(preflightRequest(random, place, plainTarget(random, place)), place);
}

function knownActual(random: Random): Sent {
  const place = random.pick(PLACES);
  return sent(actualRequest(random, place, plainTarget(random, place)), place);
}

function special(random: Random): Sent {
  const place = random.pick(SPECIAL_PLACES);
  const target = plainTarget(random, place);
  if (random.chance(0.3)) return sent(preflightRequest(random, place, target), place);
  return sent(actualRequest(random, place, target, random.pick(Object.keys(place.serves))), place);
}

/** In a pipeline, nothing that makes Node close the connection. */
function pipelined(random: Random): Sent {
  for (;;) {
    const candidate = random.chance(0.5) ? knownPreflight(random) : knownActual(random);
    if (!candidate.isRejectable && candidate.request.body.length < 1000) return candidate;
  }
}

function oldVersion(random: Random, { request, place }: Sent): Sent {
  const headers = random.chance(0.5)
    ? request.headers.filter(([name]) => name.toLowerCase() !== 'host')
    : request.headers;
  const isChunked = headers.some(([name]) => name === 'Transfer-Encoding');
  return sent(
    { ...request, version: isChunked ? '1.1' : '1.0', headers: isChunked ? request.headers : headers },
    place,
  );
}

function known(random: Random, setting: FuzzSetting, kind: string, all: readonly Sent[]): FuzzCase {
  const text = all.map(({ request }) => textOf(request)).join('');
  return {
    ...answered(random, all, text),
    kind,
    judge: received =>
      judged(received, all, responses =>
        responses.flatMap((response, index) => {
          const question = all[index];
          if (question === undefined) return [];
          const { method, target } = question.request;
          return problemsOf(setting, question, response).map(problem => `${method} ${target}: ${problem}`);
        }),
      ),
  };
}

/** An actual request and its preflight to a target that only the platform can resolve. */
function pair(random: Random, setting: FuzzSetting): FuzzCase {
  const place = random.pick(PLACES.filter(({ path }) => path !== '/versioned'));
  const target = hostileTarget(random, place);
  const method = actualMethod(random, place);
  const actual = withoutBody(actualRequest(random, place, target, method));
  const host = actual.headers.filter(([name]) => name.toLowerCase() === 'host');
  const asked = withoutBody(preflightRequest(random, place, target, [method]));
  const preflight = {
    ...asked,
    headers: [...host, ...asked.headers.filter(([name]) => name.toLowerCase() !== 'host')],
  };
  const all = [actual, preflight].map((request): Sent => ({ request, place: undefined, isRejectable: true }));
  const [, question] = all;
  return {
    ...answered(random, all, all.map(({ request }) => textOf(request)).join('')),
    kind: 'pair',
    judge: received =>
      judged(received, all, ([first, second]) => [
        ...(first === undefined || all[0] === undefined ? [] : problemsOf(setting, all[0], first)),
        ...(first === undefined || second === undefined || question === undefined
          ? []
          : pairProblems(setting, question, second, first)),
      ]),
  };
}

function careful(random: Random, kind: string, text: string, ending: Transmission['ending']): FuzzCase {
  return {
    kind,
    requests: 1,
    text,
    transmission: { ...pieces(random, text), ending, isComplete: () => false },
    judge: ({ text: received }) => carefulProblems(text, received),
  };
}

function answered(
  random: Random,
  all: readonly Sent[],
  text: string,
): Pick<FuzzCase, 'requests' | 'text' | 'transmission'> {
  const methods = all.map(({ request }) => request.method);
  return {
    requests: all.length,
    text,
    transmission: {
      ...pieces(random, text),
      ending: random.chance(0.05) ? 'half-close' : 'await',
      isComplete: (received, ended) => {
        try {
          return readResponses(received, methods, ended).length === methods.length;
        } catch {
          return true;
        }
      },
    },
  };
}

function judged(
  received: Received,
  all: readonly Sent[],
  judge: (responses: readonly RawResponse[]) => string[],
): string[] {
  if (received.timedOut) return ['no answer'];
  try {
    const responses = readResponses(
      received.text,
      all.map(({ request }) => request.method),
      received.ended,
    );
    return judge(responses);
  } catch (error) {
    if (error instanceof MalformedResponse) return [error.message];
    throw error;
  }
}

function sent(request: WireRequest, place: Sent['place']): Sent {
  return { request, place, isRejectable: isRejectable(request) };
}

// Control characters in values, and heads that may be too long for Node's 16 KiB.
function isRejectable(request: WireRequest): boolean {
  return (
    request.headers.some(([, value]) => /[\0-\x08\x0a-\x1f\x7f]/.test(value)) ||
    textOf({ ...request, body: '' }).length > 15_000
  );
}

function withoutBody(request: WireRequest): WireRequest {
  const headers = request.headers.filter(
    ([name]) => !/^(content-type|content-length|transfer-encoding)$/i.test(name),
  );
  return { ...request, headers, body: '' };
}

function requestTexts(random: Random): string[] {
  return random.list(1, 3, () =>
    textOf((random.chance(0.6) ? knownPreflight(random) : knownActual(random)).request),
  );
}

/** All at once, in parts, or byte by byte where it begins. */
function pieces(random: Random, text: string): Pick<Transmission, 'pieces' | 'pause'> {
  const cuts = random.weighted<number[]>([
    [8, () => []],
    [2, () => random.list(1, 6, () => random.integer(0, text.length))],
    [1, () => Array.from({ length: random.integer(1, 40) }, (_, index) => index + 1)],
  ]);
  const bounds = [0, ...cuts.filter(cut => cut < text.length).sort((a, b) => a - b), text.length];
  return {
    pieces: bounds.slice(1).map((end, index) => Buffer.from(text.slice(bounds[index], end), 'latin1')),
    pause: random.integer(0, 2),
  };
}
