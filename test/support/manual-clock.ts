import type { Clock } from '../../lib/diagnostics/clock.js';

/** A clock that a test moves. It calls back what is due, in order. */
export class ManualClock implements Clock {
  private time = 0;
  private readonly waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  /** How many callbacks are scheduled. */
  get scheduled(): number {
    return this.waiting.size;
  }

  now(): number {
    return this.time;
  }

  after(milliseconds: number, callback: () => void): () => void {
    const call = { at: this.time + milliseconds, callback };
    this.waiting.add(call);
    return () => this.waiting.delete(call);
  }

  advance(milliseconds: number): void {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = [...this.waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.waiting.delete(next);
      this.time = next.at;
      next.callback();
    }
    this.time = end;
  }

  /** Sets the time without calling back: a process that was suspended, or a clock that was set. */
  jump(milliseconds: number): void {
    this.time += milliseconds;
  }
}
