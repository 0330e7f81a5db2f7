import { MOST_GROWTH, type MemorySample, flatnessOf } from '../soak/flatness.js';

/**
 * Sixty samples over a million origins: the bytes that are kept of each origin, the number of kept
 * origins, and random noise.
 */
function run(bytesEach: number, most: number, noise = 300_000): MemorySample[] {
  return Array.from({ length: 60 }, (_, index) => {
    const origins = Math.round(((index + 1) / 60) * 1_000_000);
    const live = 40_000_000 + bytesEach * Math.min(origins, most) + ((index * 7919) % 11) * (noise / 10);
    return { origins, live, rss: live + 60_000_000 };
  });
}

describe('memory is flat', () => {
  it('if it is as it was', () => {
    expect(Math.abs(flatnessOf(run(0, 0), 60_000).growth)).toBeLessThan(MOST_GROWTH / 4);
  });

  it('if it grew until the caches were full', () => {
    expect(flatnessOf(run(300, 60_000), 60_000).growth).toBeLessThan(MOST_GROWTH / 4);
  });
});

describe('memory is not flat', () => {
  it.each([5, 20, 100])('if %d bytes are kept of each origin', bytes => {
    const { growth, bytesPerOrigin } = flatnessOf(run(bytes, Infinity), 60_000);
    expect(growth).toBeGreaterThan(MOST_GROWTH);
    expect(Math.abs(bytesPerOrigin - bytes)).toBeLessThan(1);
  });
});

it('too few samples give no result', () => {
  expect(() => flatnessOf(run(0, 0).slice(0, 8), 0)).toThrow(/too few/);
  expect(() => flatnessOf(run(0, 0), 900_000)).toThrow(/too few/);
});
