/** How many lines a log bears: some at once, and then one more for each interval that passes. */
export class LineBudget {
  private left: number;
  private since: number;

  /**
   * @param most how many at once
   * @param interval after which there is one more, in milliseconds
   */
  constructor(
    private readonly most: number,
    private readonly interval: number,
    private readonly now: () => number,
  ) {
    this.left = most;
    this.since = now();
  }

  /** Whether there is a line left, which is then used. */
  take(): boolean {
    const earned = Math.floor((this.now() - this.since) / this.interval);
    if (earned > 0) {
      this.left = Math.min(this.most, this.left + earned);
      this.since += earned * this.interval;
    }
    if (this.left === 0) return false;
    this.left -= 1;
    return true;
  }
}
