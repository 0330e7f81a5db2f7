/** The default of `originTimeout`, in milliseconds. */
export const DEFAULT_ORIGIN_TIMEOUT = 5_000;

/**
 * The time that all predicates and resolvers of one request have together. It passes only while a
 * promise is awaited, so an upload between two questions does not use it. A timer runs only during
 * that time.
 */
export class AnswerTime {
  /** Whether the time was over before an answer arrived. */
  isOver = false;
  private left: number;
  private since = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly waiting = new Set<() => void>();

  /**
   * @param limit the time in milliseconds
   * @param onOver is called once, when the time is over
   */
  constructor(
    limit: number,
    private readonly onOver: () => void,
  ) {
    this.left = limit;
  }

  /** Resolves to the answer, or to `false` if the time is over first. */
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
    // The connection of a waiting request keeps the process alive, so the timer need not.
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
