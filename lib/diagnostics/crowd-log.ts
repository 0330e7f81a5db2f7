import { Logger } from '@nestjs/common';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { MinuteReport } from './minute-report.js';

/**
 * Logs about once a minute how many handshakes were answered with 503 because too many wait for
 * predicates.
 */
export class CrowdLog {
  private readonly logger = new Logger('CorsModule');
  private readonly minute: MinuteReport;
  private turnedAway = 0;

  constructor(clock: Clock = SYSTEM_CLOCK) {
    this.minute = new MinuteReport(clock, seconds => {
      this.logger.warn(
        `${this.turnedAway} WebSocket handshakes were answered with 503 in the last ${seconds} s: too many waited for origin predicates.`,
      );
      this.turnedAway = 0;
    });
  }

  readonly listener = (): void => {
    this.turnedAway += 1;
    this.minute.counted();
  };
}
