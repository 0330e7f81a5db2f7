/** How long all predicates and resolvers of a request have together where the module options say nothing, in milliseconds. */
export const DEFAULT_ORIGIN_TIMEOUT = 5_000;

/**
 * The time that all answers of one request have together. It passes while an answer is awaited, and only then does a timer run: an upload
 * between two questions takes none of it, and what is known at once costs nothing.
 */
export class AnswerTime {
  /** Whether the time has passed before an answer came. */
  isOver = false;
  private left: number;
  private since = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<() => void>();

  /**
   * @param limit in milliseconds
   * @param onOver is told once
   */
  constructor(
    limit: number,
    private readonly onOver: () => void,
  ) {
    this.left = limit;
  }

  /** The answer, or `false` if the time is over before. */
  within(answer: Promise<boolean>): Promise<boolean> {
    return new Promise(resolve => {
      const giveUp = (): void => {
        resolve(false);
      };
      this.waiting.add(giveUp);
      this.start();
      void answer.then(allowed => {
        this.waiting.delete(giveUp);
        if (this.waiting.size === 0) this.stop();
        resolve(allowed);
      });
    });
  }

  private start(): void {
    if (this.timer !== undefined) return;
    this.since = performance.now();
    this.timer = setTimeout(() => {
      this.end();
    }, Math.ceil(this.left));
    // A request that waits must not keep the process alive: its connection does.
    this.timer.unref();
  }

  private stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.left -= performance.now() - this.since;
  }

  private end(): void {
    this.isOver = true;
    this.onOver();
    for (const giveUp of this.waiting) giveUp();
  }
}
