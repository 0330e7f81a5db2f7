import { type FuzzOptions, type FuzzSummary, fuzz } from './fuzz-run.js';

/**
 * The permitted growth of the server's process between the warm-up and the end, in bytes. Some
 * caches fill late. A leak of 100 bytes per request exceeds this value.
 */
const MOST_HEAP_GROWTH = 4 * 1024 * 1024;

/** Runs, and says what must be true of it. */
export function describeFuzz(options: FuzzOptions): void {
  const { seed, seconds } = options;
  describe(`a fuzz run of ${seconds} seconds, seed ${seed}`, () => {
    let summary: FuzzSummary;
    beforeAll(
      async () => {
        summary = await fuzz(options);
        const { failures, ...figures } = summary;
        process.stdout.write(
          `${JSON.stringify({ seed, ...figures, failures: failures.length }, undefined, 2)}\n`,
        );
      },
      seconds * 2_000 + 120_000,
    );

    test('every response is one that the policies allow, and the servers keep answering', () => {
      expect(summary.failures.join('\n\n')).toBe('');
    });

    test('memory stays flat', () => {
      expect(summary.heap.end - summary.heap.warm).toBeLessThan(MOST_HEAP_GROWTH);
    });
  });
}
