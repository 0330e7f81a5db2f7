/**
 * Whether a `Range` value is one range that begins somewhere: `bytes=0-`, `bytes=0-99`. A suffix (`bytes=-99`), whitespace, several ranges
 * and an end before the start are not.
 *
 * @see https://fetch.spec.whatwg.org/#simple-range-header-value
 */
export function hasSingleRangeFromStart(value: string): boolean {
  const [, start, end = ''] = /^bytes=([0-9]+)-([0-9]*)$/.exec(value) ?? [];
  return start !== undefined && (end === '' || BigInt(start) <= BigInt(end));
}
