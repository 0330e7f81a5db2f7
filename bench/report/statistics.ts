/** A figure over several rounds. */
export interface Spread {
  readonly median: number;
  /** The first and the third quartile. */
  readonly low: number;
  readonly high: number;
  /** Of the values. */
  readonly count: number;
  /**
   * Of the medians of the starts. The speed of a process stays the same, so its rounds are not
   * independent and carry less information than as many rounds of other processes.
   */
  readonly ofStarts?: Spread;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => quantile(sorted, share);
  return { median: at(0.5), low: at(0.25), high: at(0.75), count: sorted.length };
}

/** @param starts the values of each start */
export function spreadOfStarts(starts: readonly (readonly number[])[]): Spread {
  return { ...spread(starts.flat()), ofStarts: spread(starts.map(values => spread(values).median)) };
}

/**
 * One and a half standard errors of the median, estimated from the distance of the quartiles. The
 * factor is larger for few values. The result is the larger of the error over all rounds and the
 * error over the starts.
 */
export function uncertaintyOf({ low, high, count, ofStarts }: Spread): number {
  const ofAll = (1.4 * (high - low) * (1 + 2 / count)) / Math.sqrt(count);
  return ofStarts === undefined ? ofAll : Math.max(ofAll, uncertaintyOf(ofStarts));
}

/** Compares round by round, because a slow moment of the machine affects both values of a round. */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  return baseline.length === 0 ? [] : values.map((value, index) => value / (baseline[index] ?? Number.NaN));
}

function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
