/** The time, and a way to be called later. Tests hand in their own. */
export interface Clock {
  /** In milliseconds. */
  now(): number;
  /** @returns what cancels the call */
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
