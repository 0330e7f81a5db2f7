import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ManualClock } from '../../test/support/manual-clock.js';
import { CrowdLog } from './crowd-log.js';

test('handshakes that are turned away are counted, and told about once a minute', () => {
  const lines: unknown[] = [];
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => {
    lines.push(line);
  });
  const clock = new ManualClock();
  const log = new CrowdLog(clock);
  for (const count of [3, 0, 2]) {
    for (let turned = 0; turned < count; turned++) log.listener();
    clock.advance(60_000);
  }
  expect(lines).toEqual(
    [3, 2].map(
      count =>
        `${count} WebSocket handshakes were answered with 503 in the last 60 s: too many waited for origin predicates.`,
    ),
  );
  expect(clock.scheduled).toBe(0);
  warn.mockRestore();
});
