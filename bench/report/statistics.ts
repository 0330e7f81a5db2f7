/** A figure over several rounds. */
export interface Spread {
  readonly median: number;
  /** The first and the third quartile. */
  readonly low: number;
  readonly high: number;
  /** Of values. */
  readonly count: number;
  /** Of the medians of each start: how fast a process happens to be, it stays, so that its rounds tell less than as many of others. */
  readonly ofStarts?: Spread;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  return { median: at(0.5), low: at(0.25), high: at(0.75), count: sorted.length };
}

/** @param starts the values of each */
export function spreadOfStarts(starts: readonly (readonly number[])[]): Spread {
  return { ...spread(starts.flat()), ofStarts: spread(starts.map(values => spread(values).median)) };
}

/**
 * One and a half standard errors of the median, by the distance of the quartiles; of few values, which tell that badly, more. The larger
 * of what all rounds tell and what the starts do.
 */
export function uncertaintyOf({ low, high, count, ofStarts }: Spread): number {
  const ofAll = (1.4 * (high - low) * (1 + 2 / count)) / Math.sqrt(count);
  return ofStarts === undefined ? ofAll : Math.max(ofAll, uncertaintyOf(ofStarts));
}

/** Round by round, so that what slows the machine down for a while slows both. */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  return baseline.length === 0 ? [] : values.map((value, index) => value / (baseline[index] ?? Number.NaN));
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
