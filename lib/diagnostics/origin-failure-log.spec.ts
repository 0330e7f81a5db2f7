import { Logger } from '@nestjs/common';
import { jest } from '@jest/globals';
import { ManualClock } from '../../test/support/manual-clock.js';
import type { OriginPredicate } from '../policy/index.js';
import { OriginFailureLog } from './origin-failure-log.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const isTenant: OriginPredicate = function isTenant() {
  return true;
};
const isPartner: OriginPredicate = function isPartner() {
  return true;
};

describe('The log of predicates that give no answer', () => {
  let clock: ManualClock;
  let log: OriginFailureLog;
  let lines: string[];

  const fail = (predicate: OriginPredicate, message: string, times = 1): void => {
    for (let done = 0; done < times; done++) log.listener(predicate, { error: new Error(message) });
  };

  beforeEach(() => {
    lines = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation(line => {
      lines.push(String(line));
    });
    clock = new ManualClock();
    log = new OriginFailureLog(clock);
  });

  afterEach(() => jest.restoreAllMocks());

  it.each<[string, Parameters<OriginFailureLog['listener']>[1], string]>([
    ['a throw', { error: new Error('no\nanswer') }, "failed: 'no\\u000aanswer'"],
    ['a throw of a text', { error: 'text' }, "failed: 'text'"],
    ['an error without a message', { error: new TypeError() }, "failed: 'TypeError'"],
    [
      'an error with a code alone',
      { error: Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }) },
      "failed: 'ECONNREFUSED'",
    ],
    ['another answer', { answer: 'yes' }, "answered 'yes', which is neither true nor false"],
    [
      'no answer in time',
      { timeout: 5_000 },
      'gave no answer in time: all predicates of a request have 5000 ms together (originTimeout)',
    ],
  ])('names the cause: %s', (_title, failure, cause) => {
    log.listener(isTenant, failure);

    expect(lines).toEqual([
      `The origin predicate isTenant ${cause}. The origin was refused. Further failures of this kind are counted.`,
    ]);
  });

  it('logs a cause once, then counts it and reports about once a minute while it lasts', () => {
    fail(isTenant, 'no database');
    clock.advance(10 * SECOND);
    fail(isTenant, 'no database', 200);
    clock.advance(30 * SECOND);
    fail(isTenant, 'no database', 14);
    expect(lines).toHaveLength(1);
    clock.advance(30 * SECOND);
    expect(lines.slice(1)).toEqual([
      "In the last 60 s, the origin predicate isTenant gave no answer 214 times, and each origin was refused: it failed: 'no database' (214 times).",
    ]);

    clock.advance(10 * MINUTE);
    expect(lines).toHaveLength(2);
    expect(clock.scheduled).toBe(0);
    fail(isTenant, 'no database');
    clock.advance(MINUTE);
    expect(lines).toHaveLength(3);
    expect(lines[2]).toContain('(once)');
  });

  it('logs a cause again after an hour without it', () => {
    fail(isTenant, 'no database');
    clock.advance(HOUR - 1);
    fail(isTenant, 'no database');
    clock.advance(HOUR);
    lines.length = 0;
    fail(isTenant, 'no database');

    expect(lines).toEqual([expect.stringMatching(/^The origin predicate isTenant failed: 'no database'\./)]);
  });

  it('reports at the next failure where the timer came too late', () => {
    fail(isTenant, 'no database', 2);
    clock.jump(90 * SECOND);
    fail(isTenant, 'no database');

    expect(lines[1]).toMatch(/^In the last 90 s, the origin predicate isTenant gave no answer 2 times/);
  });

  it('keeps predicates apart: a flood of causes from one does not silence another', () => {
    for (let cause = 0; cause < 10_000; cause++) fail(isTenant, `no tenant ${cause}`);
    fail(isPartner, 'no database');
    fail(isPartner, 'no tenant 1');

    expect(lines).toHaveLength(22);
    expect(lines[20]).toContain("The origin predicate isPartner failed: 'no database'");
    expect(lines[21]).toContain("The origin predicate isPartner failed: 'no tenant 1'");
  });

  it('stays bounded, and names the most frequent causes', () => {
    for (let minute = 0; minute < 300; minute++) {
      for (let cause = 0; cause < 50; cause++) fail(isTenant, `no tenant ${minute * 50 + cause}`);
      fail(isTenant, 'no tenant 1', 3);
      clock.advance(MINUTE);
    }

    // One cause and one report a minute.
    expect(lines.length).toBeLessThan(2 * 300 + 22);
    expect(lines[20]).toMatch(
      /gave no answer 33 times, .*: it failed: 'no tenant 1' \(3 times\), other causes \(30 times\)\.$/,
    );
  });

  it('tells at shutdown what it has not reported, and leaves no timer', () => {
    fail(isTenant, 'no database', 3);
    fail(isPartner, 'no database', 2);
    expect(clock.scheduled).toBe(2);
    log.onApplicationShutdown();

    expect(lines.slice(2)).toEqual([
      expect.stringContaining('isTenant gave no answer 2 times'),
      expect.stringContaining('isPartner gave no answer once'),
    ]);
    expect(clock.scheduled).toBe(0);
  });

  it('survives a logger that throws in a report', () => {
    fail(isTenant, 'no database', 2);
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {
      throw new Error('The logger fails.');
    });

    expect(() => {
      clock.advance(MINUTE);
    }).not.toThrow();
  });
});
