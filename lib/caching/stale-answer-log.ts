import { Logger } from '@nestjs/common';
import { describeValue } from '../policy/index.js';

const ONCE_IN_MS = 60_000;

/**
 * Logs failures that an older answer hides. It logs at most once a minute, so that clients cannot
 * flood the log.
 */
export class StaleAnswerLog {
  private readonly logger = new Logger('CorsModule');
  private silentUntil = Number.NEGATIVE_INFINITY;

  constructor(private readonly now: () => number = () => performance.now()) {}

  readonly listener = (failure: Error): void => {
    const now = this.now();
    if (now < this.silentUntil) return;
    this.silentUntil = now + ONCE_IN_MS;
    this.logger.warn(
      `An older answer about an origin is used, because there is no newer one: ${describeValue(failure.message)}. This warning is logged at most once a minute.`,
    );
  };
}
