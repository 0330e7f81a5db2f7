import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { discoveredRoute, policyEntry } from '../../test/routing/support/routes.js';
import { ManualClock } from '../../test/support/manual-clock.js';
import type { RehearsalReport } from '../exchange/index.js';
import { PoliciesAtPath } from '../routing/index.js';
import { CrowdLog } from './crowd-log.js';
import { RehearsalLog } from './rehearsal-log.js';

const MINUTE = 60_000;

let lines: string[] = [];
let clock: ManualClock;

beforeEach(() => {
  lines = [];
  clock = new ManualClock();
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => {
    lines.push(String(line));
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const entry = policyEntry({ origin: 'https://app.example' });
const route = discoveredRoute('GET', '/cats');

function report(over: Partial<RehearsalReport> = {}): RehearsalReport {
  return {
    kind: 'actual',
    refusal: undefined,
    refusable: false,
    enforced: false,
    origin: 'https://shop.example',
    method: 'GET',
    url: '/cats?secret=1',
    requestedHeaders: undefined,
    status: 200,
    overridden: undefined,
    policies: [entry.policy],
    at: new PoliciesAtPath([undefined], () => entry),
    routes: () => [route],
    wouldRefuse: { cause: 'origin' },
    ...over,
  };
}

describe('The log of a rehearsal', () => {
  it('says each difference once, without the query, and counts the rest', () => {
    const log = new RehearsalLog(clock);
    for (let times = 0; times < 3; times++) log.noteDifference(report());
    expect(lines).toEqual([
      expect.stringMatching(
        /^The rehearsed policies would refuse 'GET' '\/cats' from 'https:\/\/shop\.example', which is allowed now: .*If it should have access/,
      ),
    ]);
    clock.advance(MINUTE);
    expect(lines.slice(1)).toEqual(['2 further requests in the last 60 s differ in the rehearsal.']);
  });

  it('says what would be allowed', () => {
    const log = new RehearsalLog(clock);
    log.noteDifference(report({ refusal: { cause: 'origin' }, wouldRefuse: undefined }));
    expect(lines).toEqual([
      "The rehearsed policies would allow 'GET' '/cats' from 'https://shop.example', which is refused now. Further ones are counted.",
    ]);
  });

  it('counts what could not be decided, and starts anew each minute', () => {
    const log = new RehearsalLog(clock);
    log.noteUndecided();
    log.noteUndecided();
    clock.advance(MINUTE);
    expect(lines).toEqual([expect.stringContaining('did not decide 2 requests in the last 60 s')]);
    log.noteUndecided();
    clock.advance(MINUTE);
    expect(lines.slice(1)).toEqual([expect.stringContaining('did not decide 1 requests')]);
  });

  it('stays bounded, whatever origins clients send', () => {
    const log = new RehearsalLog(clock);
    for (let index = 0; index < 2_000; index++)
      log.noteDifference(report({ origin: `https://${'x'.repeat(400)}${index}.example` }));
    expect(lines.length).toBeLessThanOrEqual(20);
  });
});

test('handshakes that are turned away are counted about once a minute', () => {
  const log = new CrowdLog(clock);
  for (let times = 0; times < 3; times++) log.listener();
  expect(lines).toEqual([]);
  clock.advance(MINUTE);
  expect(lines).toEqual([
    '3 WebSocket handshakes were answered with 503 in the last 60 s: too many waited for origin predicates.',
  ]);
});
