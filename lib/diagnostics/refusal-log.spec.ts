import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import type { DecisionReport } from '../platform/decision-observer.js';
import { type PolicyEntry, PolicyBook } from '../policy/index.js';
import { PolicySnapshot } from '../routing/index.js';
import { RefusalLog } from './refusal-log.js';

const MINUTE = 60_000;

function entry(): PolicyEntry {
  const book = new PolicyBook({
    problemWith: () => undefined,
    instanceOf: () => ({ isAllowed: () => false }),
  });
  const layer = {
    level: 'defaults',
    place: 'defaults',
    options: { origin: 'https://app.example.com' },
  } as const;
  const made = book.enter('every route', [layer]);
  if (made === undefined) throw new TypeError('The policy is wrong.');
  return made;
}

const defaults = entry();
const snapshot = new PolicySnapshot(defaults, new Map());

function refused(change: Partial<DecisionReport> = {}): DecisionReport {
  return {
    kind: 'actual',
    refusal: { cause: 'origin' },
    refusable: true,
    enforced: false,
    origin: 'https://evil.example',
    method: 'GET',
    url: '/cats',
    requestedHeaders: undefined,
    status: 200,
    overridden: undefined,
    policies: [defaults.policy],
    snapshot,
    routes: () => [undefined],
    ...change,
  };
}

describe('The log of refusals', () => {
  let lines: string[];
  let now: number;
  let log: RefusalLog;

  beforeEach(() => {
    lines = [];
    now = 0;
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(line => {
      lines.push(String(line));
    });
    log = new RefusalLog(() => now);
  });

  afterEach(() => jest.restoreAllMocks());

  it('has the reason and the place to change', () => {
    log.note(refused());

    expect(lines).toEqual([
      "Refused 'GET' '/cats' from 'https://evil.example' (the browser withholds the answer): no Access-Control-Allow-Origin, " +
        "since origin of defaults in CorsModule.forRoot() does not have 'https://evil.example': add it there. Further ones are counted.",
    ]);
  });

  it.each<[string, Partial<DecisionReport>, string]>([
    [
      'a preflight',
      { kind: 'preflight', status: 403 },
      "Refused the preflight of 'GET' '/cats' from 'https://evil.example' (answered with 403)",
    ],
    [
      'enforce',
      { enforced: true, status: 403 },
      "Refused 'GET' '/cats' from 'https://evil.example' (answered with 403)",
    ],
    [
      'a method',
      { refusal: { cause: 'method' }, method: 'PROPFIND' },
      "Access-Control-Allow-Methods lacks 'PROPFIND'",
    ],
    [
      'headers',
      { refusal: { cause: 'headers', names: ['x-a', 'x-b'] } },
      "Access-Control-Allow-Headers lacks 'x-a'",
    ],
    [
      'too many headers',
      { refusal: { cause: 'headers-too-long' }, requestedHeaders: 'x'.repeat(5_000) },
      'has 5000 bytes',
    ],
    [
      'a malformed list',
      { refusal: { cause: 'headers-malformed' }, requestedHeaders: 'a b' },
      "Access-Control-Request-Headers is 'a b'",
    ],
  ])('says what was refused: %s', (_title, change, expected) => {
    log.note(refused(change));

    expect(lines[0]).toContain(expected);
  });

  it('has each kind once, and counts the rest', () => {
    for (let times = 0; times < 10; times++) log.note(refused());
    log.note(refused({ origin: 'https://other.example' }));
    log.note(refused({ url: '/dogs' }));

    expect(lines).toHaveLength(2);
    log.onModuleDestroy();
    expect(lines[2]).toBe('Refused in the last 0 s: 10 like those that were logged before.');
  });

  it('sums up once a minute while it goes on, and not when nothing happened', () => {
    log.note(refused());
    now += 10 * MINUTE;
    log.note(refused());
    now += MINUTE - 1;
    log.note(refused());
    expect(lines).toHaveLength(1);
    now += 1;
    log.note(refused());

    expect(lines.slice(1)).toEqual(['Refused in the last 60 s: 3 like those that were logged before.']);
    log.onModuleDestroy();
    expect(lines).toHaveLength(2);
  });

  it('bears a flood of random origins', () => {
    const day = 24 * 60;
    for (let minute = 0; minute < day; minute++) {
      for (let times = 0; times < 50; times++) {
        log.note(refused({ origin: `https://${minute}-${times}.example` }));
      }
      now += MINUTE;
    }

    // Two a minute: one kind, one summary.
    expect(lines.length).toBeLessThan(2 * day + 30);
    expect(lines.at(-1)).toMatch(/^Refused in the last \d+ s: \d+ of other kinds, too many to log each\.$/);
    expect(Reflect.get(log, 'kinds')).toHaveProperty('size', 500);
  });

  it('shows nothing of a client unescaped or without bounds', () => {
    const long = `\u001b[31m\n${'x'.repeat(10_000)}`;
    log.note(
      refused({
        origin: long,
        method: long,
        url: long,
        requestedHeaders: long,
        refusal: { cause: 'headers-malformed' },
      }),
    );
    log.note(refused({ method: long, refusal: { cause: 'method' } }));
    log.note(
      refused({
        refusal: { cause: 'headers', names: Array.from({ length: 100 }, (_, at) => `${long}${at}`) },
      }),
    );

    for (const line of lines) {
      expect(line).toMatch(/^[\x20-\x7e…]+$/);
      expect(line.length).toBeLessThan(2_000);
    }
    expect(lines).toHaveLength(3);
    for (const kind of Reflect.get(log, 'kinds') as Set<string>) expect(kind.length).toBeLessThan(800);
  });
});
