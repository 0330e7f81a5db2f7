import { type FuzzOptions, type FuzzSummary, fuzz } from './fuzz-run.js';

/**
 * The most bytes that a server without a leak gains after the warm-up, in a run of any length.
 * Caches fill late, and compiled code grows. The value is three times the measured one.
 */
const MOST_HEAP_GROWTH = 2 * 1024 * 1024;

/** Runs, and says what must be true of it. */
export function describeFuzz(options: FuzzOptions): void {
  const { seed, seconds } = options;
  describe(`a fuzz run of ${seconds} seconds, seed ${seed}`, () => {
    let summary: FuzzSummary;
    beforeAll(async () => {
      summary = await fuzz(options);
      const { failures, ...figures } = summary;
      process.stdout.write(
        `${JSON.stringify({ seed, ...figures, failures: failures.length }, undefined, 2)}\n`,
      );
    }, timeLimit(options));

    test('every response is one that the policies allow, and the servers keep answering', () => {
      expect(summary.failures.join('\n\n')).toBe('');
    });

    test('memory stays flat', () => {
      expect(growthOf(summary)).toBeLessThan(MOST_HEAP_GROWTH);
    });
  });
}

/** A server that keeps something of each request has to break the same bound. */
export function describeLeak(options: FuzzOptions & { readonly leak: number }): void {
  test(
    `a fuzz run of ${options.seconds} seconds notices a leak of ${options.leak} bytes a request`,
    async () => {
      const summary = await fuzz(options);
      expect(summary.requestsWhenWarm * options.leak).toBeGreaterThan(MOST_HEAP_GROWTH);
      expect(growthOf(summary)).toBeGreaterThan(MOST_HEAP_GROWTH);
    },
    timeLimit(options),
  );
}

function growthOf({ heap }: FuzzSummary): number {
  return heap.end - heap.warm;
}

/** Ample for a slow machine. */
function timeLimit({ seconds }: FuzzOptions): number {
  return seconds * 2_000 + 120_000;
}
