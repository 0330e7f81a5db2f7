/** The memory of a process at a time of the run, after garbage collection. */
export interface MemorySample {
  /** Origins that had come until then, to all instances. */
  readonly origins: number;
  /** On the heap and outside of it, in bytes. */
  readonly live: number;
  readonly rss: number;
}

/**
 * The change of memory after the caches were full: medians of the first and the last third of the
 * samples.
 */
export interface Flatness {
  readonly first: number;
  readonly last: number;
  readonly growth: number;
  readonly rssFirst: number;
  readonly rssLast: number;
  /** Growth for each origin that came in between, to whichever instance. */
  readonly bytesPerOrigin: number;
}

/** Larger growth is a leak. Smaller growth may come from the garbage collector and the compiler. */
export const MOST_GROWTH = 2_000_000;
const LEAST_SAMPLES = 9;

/** @throws where there are too few samples to tell */
export function flatnessOf(samples: readonly MemorySample[], originsToWarmUp: number): Flatness {
  const quarter = Math.floor(samples.length / 4);
  const warm = samples.filter(({ origins }, index) => index >= quarter && origins >= originsToWarmUp);
  if (warm.length < LEAST_SAMPLES) {
    throw new RangeError(
      `${warm.length} samples after the warm-up are too few to tell: let it run for longer.`,
    );
  }
  const third = Math.floor(warm.length / 3);
  const [begin, end] = [warm.slice(0, third), warm.slice(-third)];
  const median = (of: readonly MemorySample[], field: keyof MemorySample): number => {
    const values = of.map(sample => sample[field]).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? 0;
  };
  const [first, last] = [median(begin, 'live'), median(end, 'live')];
  return {
    first,
    last,
    growth: last - first,
    rssFirst: median(begin, 'rss'),
    rssLast: median(end, 'rss'),
    bytesPerOrigin: (last - first) / Math.max(1, median(end, 'origins') - median(begin, 'origins')),
  };
}
