import { Logger } from '@nestjs/common';
import { describeValue } from '../policy/index.js';

const ONCE_IN_MS = 60_000;

/** Says that old answers hide a failure: where they serve, nobody would notice otherwise. At most once a minute, whatever clients send. */
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
