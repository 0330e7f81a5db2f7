import { type Flatness, MOST_GROWTH } from './flatness.js';
import { INSTANCES } from './settings.js';
import type { SoakResult } from './soak-run.js';

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The figures of the run, in the format of the documentation. */
export function figuresOf(result: SoakResult, memory: readonly Flatness[]): string {
  const { seconds, origins, requests, allowed, slowestMs, revokedAfterMs, problemCount } = result;
  const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(requests).map(([kind, count]) => `${count} ${kind}`);
  const slowestRevocation = Math.max(0, ...revokedAfterMs);
  return [
    `${seconds.toFixed(0)} s, ${INSTANCES.length} instances, ${origins} distinct origins, ${total} requests (${(total / seconds).toFixed(0)}/s)`,
    `${kinds.join(', ')}; ${allowed} from an allowed origin`,
    `${problemCount} unexpected answers; the slowest took ${slowestMs.toFixed(0)} ms`,
    `${revokedAfterMs.length} revocations, refused by every instance after ${slowestRevocation.toFixed(0)} ms at most`,
    `memory after garbage collection, first and last third of the time after the warm-up; at most ${megabytes(MOST_GROWTH)} more:`,
    ...memory.map(({ first, last, growth, bytesPerOrigin, rssFirst, rssLast }, index) =>
      [
        `  ${(INSTANCES[index]?.name ?? '').padEnd(10)}`,
        `${megabytes(first)} -> ${megabytes(last)}`,
        `(${(growth / 1_000).toFixed(0)} kB, ${bytesPerOrigin.toFixed(1)} bytes per origin)`,
        `rss ${megabytes(rssFirst)} -> ${megabytes(rssLast)}`,
      ].join('  '),
    ),
    '',
  ].join('\n');
}
