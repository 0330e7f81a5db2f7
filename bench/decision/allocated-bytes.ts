import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spread } from '../report/statistics.js';
import type { Contender } from './contenders.js';
import type { MockRequest } from './mock-messages.js';

const DECISIONS = 500;
const ROUNDS = 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The bytes that one decision allocates: what the heap grows by, from a collection on, before there is another. */
export function allocatedBy(decide: Contender, request: MockRequest): number {
  // Kept, so that no compiler finds out that nobody reads them.
  const kept: unknown[] = Array.from({ length: DECISIONS });
  const rounds = Array.from({ length: ROUNDS }, () => {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < DECISIONS; index++) kept[index] = decide(request);
    return (process.memoryUsage().heapUsed - before) / DECISIONS;
  });
  return spread(rounds).median;
}
