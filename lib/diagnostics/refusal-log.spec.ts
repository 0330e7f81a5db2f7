import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import type { DecisionReport } from '../exchange/index.js';
import { type CorsPolicyOptions, type PolicyEntry, PolicyBook } from '../policy/index.js';
import { type DiscoveredRoute, PolicySnapshot } from '../routing/index.js';
import { RefusalLog } from './refusal-log.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function entry(options: CorsPolicyOptions = { origin: 'https://app.example.com' }): PolicyEntry {
  const book = new PolicyBook({
    problemWith: () => undefined,
    instanceOf: () => ({ isAllowed: () => false }),
  });
  const layer = { level: 'defaults', place: 'defaults', options } as const;
  const made = book.enter('every route', [layer]);
  if (made === undefined) throw new TypeError('The policy is wrong.');
  return made;
}

const list: DiscoveredRoute = {
  method: 'GET',
  path: '/cats',
  hosts: undefined,
  versions: undefined,
  requestVersions: undefined,
  controller: class CatsController {},
  methodName: 'list',
  handler: () => undefined,
  callback: () => undefined,
};
const defaults = entry();
const at = new PolicySnapshot(defaults, new Map([[list, defaults]])).elsewhere;

/** The policies and routes of a report about a route with these options. */
function withPolicy(options: CorsPolicyOptions): Partial<DecisionReport> {
  const own = entry(options);
  return {
    policies: [own.policy],
    at: new PolicySnapshot(defaults, new Map([[list, own]])).elsewhere,
    routes: () => [list],
  };
}

const UNSERVED: Partial<DecisionReport> = { routes: () => [undefined], status: 404 };

function refused(change: Partial<DecisionReport> = {}): DecisionReport {
  return {
    kind: 'actual',
    refusal: { cause: 'origin' },
    refusable: true,
    reported: undefined,
    enforced: false,
    origin: 'https://evil.example',
    method: 'GET',
    url: '/cats',
    requestedHeaders: undefined,
    status: 200,
    overridden: undefined,
    policies: [defaults.policy],
    at,
    routes: () => [list],
    ...change,
  };
}

describe('The log of refusals', () => {
  let lines: string[];
  let clock: ManualClock;
  let log: RefusalLog;

  beforeEach(() => {
    lines = [];
    clock = new ManualClock();
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(line => {
      lines.push(String(line));
    });
    log = new RefusalLog(clock, () => '/api/');
  });

  afterEach(() => jest.restoreAllMocks());

  it('has the reason and the place to change', () => {
    log.note(refused());

    expect(lines).toEqual([
      "Refused 'GET' '/cats' from 'https://evil.example' (the browser withholds the answer): no Access-Control-Allow-Origin, " +
        "since origin of defaults in CorsModule.forRoot() does not have 'https://evil.example'. If it should have access, add it there. Further ones are counted.",
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

  const BY_ORIGIN = { cause: 'origin' } as const;
  const BY_HOST = { cause: 'host', host: 'rebound.example' } as const;

  it.each<[string, Partial<DecisionReport>, string]>([
    [
      'an origin',
      { reported: BY_ORIGIN },
      "enforce: true would refuse 'GET' '/cats' from 'https://evil.example' (answered with 200, which the browser withholds): no Access-Control-Allow-Origin, since",
    ],
    [
      'an origin that the route which answers allows',
      { reported: BY_ORIGIN, refusal: undefined },
      "enforce: true would refuse 'GET' '/cats' from 'https://evil.example' (answered with 200): no Access-Control-Allow-Origin, since",
    ],
    [
      'an origin that other code allows',
      { reported: BY_ORIGIN, overridden: '*' },
      "(answered with 200, and other code has set Access-Control-Allow-Origin: '*', which browsers go by)",
    ],
    [
      'a host',
      { reported: BY_HOST, origin: '' },
      "enforce: true would refuse 'GET' '/cats' from a client that sends no Origin (answered with 200): its host 'rebound.example' is not one of ownOrigins. If it should have access, add",
    ],
    [
      'a host, of an origin that is allowed',
      { reported: BY_HOST, refusal: undefined },
      "from 'https://evil.example' (answered with 200): its host 'rebound.example' is",
    ],
    [
      'a path without a route',
      { reported: BY_ORIGIN, ...UNSERVED },
      "No route serves 'GET' '/cats', and enforce: true would refuse 'https://evil.example' there (answered with 404, which the browser withholds)",
    ],
    [
      'a host, on a path without a route',
      { reported: BY_HOST, ...UNSERVED, origin: '' },
      "No route serves 'GET' '/cats', and enforce: true would refuse a client that sends no Origin there (answered with 404): its host 'rebound.example' is not one of ownOrigins. If it",
    ],
  ])('says what enforce: true would refuse: %s', (_title, change, expected) => {
    log.note(refused(change));

    expect(lines).toEqual([expect.stringContaining(expected)]);
  });

  it('counts what enforce: true would refuse apart from what was refused', () => {
    const reported = refused({ reported: BY_ORIGIN, ...withPolicy({ enforce: 'report' }) });
    for (let times = 0; times < 3; times++) log.note(reported);
    for (let times = 0; times < 2; times++) log.note(refused());
    clock.advance(MINUTE);

    expect(lines.slice(2)).toEqual([
      'Refused in the last 60 s: 1 like those that were logged before.',
      'enforce: true would have refused in the last 60 s: 2 like those that were logged before.',
    ]);
  });

  it('has each kind once, and counts the rest', () => {
    for (let times = 0; times < 10; times++) log.note(refused());
    log.note(refused({ origin: 'https://other.example' }));
    log.note(refused({ url: '/dogs' }));

    expect(lines).toHaveLength(2);
    log.onApplicationShutdown();
    expect(lines[2]).toBe('Refused in the last 0 s: 10 like those that were logged before.');
  });

  it('reports about once a minute while refusals last, and not when nothing happened', () => {
    log.note(refused());
    clock.advance(10 * MINUTE);
    log.note(refused());
    log.note(refused());
    clock.advance(MINUTE - 1);
    expect(lines).toHaveLength(1);
    clock.advance(1);

    expect(lines.slice(1)).toEqual(['Refused in the last 60 s: 2 like those that were logged before.']);
    clock.advance(10 * MINUTE);
    log.onApplicationShutdown();
    expect(lines).toHaveLength(2);
    expect(clock.scheduled).toBe(0);
  });

  it('has a kind again after an hour without it', () => {
    log.note(refused());
    clock.advance(HOUR);
    log.note(refused());

    expect(lines).toHaveLength(2);
    expect(lines[1]).toBe(lines[0]);
  });

  it('bears a flood of random origins', () => {
    const day = 24 * 60;
    for (let minute = 0; minute < day; minute++) {
      for (let times = 0; times < 50; times++) {
        log.note(refused({ origin: `https://${minute}-${times}.example` }));
      }
      clock.advance(MINUTE);
    }

    // Two a minute: one kind, one summary.
    expect(lines.length).toBeLessThan(2 * day + 30);
    expect(lines.at(-1)).toMatch(/^Refused in the last \d+ s: \d+ of other kinds, too many to log each\.$/);
    expect(Reflect.get(log, 'served')).toHaveProperty('size', 60);
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
    const { lastSeen } = Reflect.get(log, 'served') as { lastSeen: Map<string, number> };
    for (const kind of lastSeen.keys()) expect(kind.length).toBeLessThan(1_200);
  });

  it('has no query string', () => {
    log.note(refused({ url: '/cats?token=secret#secret' }));
    log.note(refused({ ...UNSERVED, url: '/dogs?token=secret' }));

    expect(lines).toHaveLength(2);
    expect(lines.join()).not.toMatch(/secret|\?/);
  });

  describe('says what became of the answer', () => {
    it.each<[string, Partial<DecisionReport>, string]>([
      ['the browser withholds it', {}, '(the browser withholds the answer)'],
      [
        'with its status, where that is 404',
        { status: 404 },
        '(answered with 404, which the browser withholds)',
      ],
      [
        'the header of other code stands there',
        { overridden: 'https://evil.example' },
        "(other code has set Access-Control-Allow-Origin: 'https://evil.example', which browsers go by)",
      ],
      [
        'the same on a preflight',
        { kind: 'preflight', status: 403, overridden: '*' },
        "(answered with 403, and other code has set Access-Control-Allow-Origin: '*', which browsers go by)",
      ],
      [
        'the same on what no route serves',
        { ...UNSERVED, overridden: '*' },
        "(answered with 404, and other code has set Access-Control-Allow-Origin: '*', which browsers go by)",
      ],
    ])('%s', (_title, change, expected) => {
      log.note(refused(change));

      expect(lines[0]).toContain(expected);
      if (change.overridden !== undefined) expect(lines[0]).not.toMatch(/withholds|: no Access-Control/);
    });

    it('for each header of other code by itself', () => {
      log.note(refused());
      log.note(refused({ overridden: '*' }));
      log.note(refused({ overridden: '*' }));

      expect(lines).toHaveLength(2);
    });
  });

  describe('tells what no route serves', () => {
    it('first, and does not suggest to open the defaults', () => {
      log.note(refused({ ...UNSERVED, url: '/api/catz/1' }));

      expect(lines).toEqual([
        "No route serves 'GET' '/api/catz/1', so 'https://evil.example' was refused (answered with 404, which the browser withholds). " +
          'If it should have access, check the path and the method. Further ones are counted.',
      ]);
    });

    it.each<[string, Partial<DecisionReport>, string]>([
      ['a path without the global prefix', { url: '/catz' }, "the method (the global prefix is '/api')."],
      ['the prefix of another word', { url: '/apiary' }, "the method (the global prefix is '/api')."],
      ['the global prefix itself', { url: '/api' }, 'the method. Further'],
      [
        'a preflight',
        { kind: 'preflight', status: 403 },
        "so its preflight from 'https://evil.example' was refused (answered with 403). If it should have access, ",
      ],
      [
        'the headers that a preflight asks for',
        { kind: 'preflight', status: 403, refusal: { cause: 'headers', names: ['x-a', 'x-b'] } },
        ": it asked for the headers 'x-a', 'x-b'. If it should",
      ],
      [
        'a list of headers that cannot be read',
        { kind: 'preflight', refusal: { cause: 'headers-malformed' }, requestedHeaders: 'a b' },
        ": Access-Control-Request-Headers is 'a b', which is no list",
      ],
    ])('with what helps: %s', (_title, change, expected) => {
      log.note(refused({ ...UNSERVED, ...change }));

      expect(lines[0]).toMatch(/^No route serves /);
      expect(lines[0]).toContain(expected);
      expect(lines[0]).not.toContain('defaults');
    });

    it('told apart by the first segment after the global prefix', () => {
      const urls = ['/api/catz/1', '/api/catz/2?x', '/catz', '/api/dogz', '/api/dogz/', '/api', '/'];
      for (const url of urls)
        log.note(refused({ ...UNSERVED, url, origin: `https://${url.length}.example` }));

      expect(lines.map(line => /serves 'GET' '(.*?)'/.exec(line)?.[1])).toEqual([
        '/api/catz/1',
        '/api/dogz',
        '/api',
      ]);
    });

    it('a hundred of them at most, and none of them takes the line of a route', () => {
      for (let at = 0; at < 1_000; at++) log.note(refused({ ...UNSERVED, url: `/api/${at}` }));
      log.note(refused());

      expect(lines).toHaveLength(101);
      expect(lines[100]).toMatch(/^Refused 'GET' '\/cats'/);
    });
  });

  describe('begins advice with "If it should have access", and suggests nothing that does not start', () => {
    it.each<[string, CorsPolicyOptions, Partial<DecisionReport>, string]>([
      [
        'an origin',
        { origin: false },
        {},
        "write origin: 'https://evil.example' in defaults in CorsModule.forRoot().",
      ],
      [
        'an origin that no browser sends',
        { origin: false },
        { origin: 'https://evil.example:443' },
        'change the page, since it cannot be added: ',
      ],
      [
        'an origin that is not encrypted, with credentials',
        { origin: 'https://app.example.com', credentials: true },
        { origin: 'http://shop.example' },
        'change the page, since it cannot be added: http: is not encrypted',
      ],
      ['an opaque origin', { origin: false }, { origin: 'null' }, "add 'null' to origin and dangerously: "],
      [
        'a header',
        { origin: '*' },
        { kind: 'preflight', refusal: { cause: 'headers', names: ['x-a'] } },
        "write allowedHeaders: ['Content-Type', 'x-a'] in ",
      ],
      [
        'a header that browsers keep for themselves',
        { origin: '*' },
        { kind: 'preflight', refusal: { cause: 'headers', names: ['origin'] } },
        'change the page, since it cannot be added: scripts cannot set',
      ],
      [
        'a header of answers',
        { origin: '*', allowedHeaders: ['x-b'] },
        { kind: 'preflight', refusal: { cause: 'headers', names: ['access-control-allow-origin'] } },
        'change the page, since it cannot be added: ',
      ],
      [
        'a method',
        { origin: '*', methods: ['GET'] },
        { kind: 'preflight', refusal: { cause: 'method' }, method: 'PUT' },
        'add it there, or leave methods out.',
      ],
      [
        'a method that browsers do not send',
        { origin: '*', methods: ['GET'] },
        { kind: 'preflight', refusal: { cause: 'method' }, method: 'TRACE' },
        'change the page, since it cannot be added: browsers do not let scripts send TRACE',
      ],
      [
        'a method in lower case',
        { origin: '*', methods: ['GET'] },
        { kind: 'preflight', refusal: { cause: 'method' }, method: 'patch' },
        'write PATCH in the page.',
      ],
    ])('%s', (_title, options, change, expected) => {
      log.note(refused({ ...withPolicy(options), ...change }));

      expect(lines[0]).toContain(`. If it should have access, ${expected}`);
      expect(lines[0]).toMatch(/\. Further ones are counted\.$/);
    });
  });
});
