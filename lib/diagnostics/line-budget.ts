/** The number of lines that may be logged: some at once, and one more after each interval. */
export class LineBudget {
  private left: number;
  private since: number;

  /**
   * @param most how many at once
   * @param interval the time until there is one more, in milliseconds
   */
  constructor(
    private readonly most: number,
    private readonly interval: number,
    private readonly now: () => number,
  ) {
    this.left = most;
    this.since = now();
  }

  /** Takes a line if one is left, and says whether there was one. */
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
