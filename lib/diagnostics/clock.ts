/** The time, and a timer. Tests pass their own. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** @returns a function that cancels the call */
  after(milliseconds: number, callback: () => void): () => void;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  after(milliseconds, callback) {
    // A log must not keep the process alive.
    const timer = setTimeout(callback, milliseconds).unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
