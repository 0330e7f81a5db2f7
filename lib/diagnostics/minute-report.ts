import type { Clock } from './clock.js';

const MINUTE = 60_000;

/**
 * Asks for a report about a minute after the first count: at the first count that late, or by a
 * timer.
 */
export class MinuteReport {
  private since: number | undefined;
  private cancel: (() => void) | undefined;
  private stopped = false;

  /** @param report gets the seconds since the first count that it reports */
  constructor(
    private readonly clock: Clock,
    private readonly report: (seconds: number) => void,
  ) {}

  /** Call it for each count. */
  counted(): void {
    const now = this.clock.now();
    if (this.since === undefined) {
      this.since = now;
      if (!this.stopped) this.cancel = this.clock.after(MINUTE, this.timedOut);
    } else if (now - this.since >= MINUTE) {
      this.flush();
    }
  }

  /** Reports the counts until now. No timer is started afterwards. */
  stop(): void {
    this.stopped = true;
    this.flush();
  }

  private readonly timedOut = (): void => {
    try {
      this.flush();
    } catch {
      // The logger is the application's. What it throws in a timer would end the process.
    }
  };

  private flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    const { since } = this;
    if (since === undefined) return;
    this.since = undefined;
    // The clock may have been set back.
    this.report(Math.max(0, Math.round((this.clock.now() - since) / 1_000)));
  }
}
