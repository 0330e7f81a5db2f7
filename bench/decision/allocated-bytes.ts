import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { spread } from '../report/statistics.js';
import type { Contender } from './contenders.js';
import type { MockRequest } from './mock-messages.js';

const DECISIONS = 500;
const ROUNDS = 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The bytes that one decision allocates: the growth of the heap between two collections. */
export function allocatedBy(decide: Contender, request: MockRequest): number {
  // The results are stored, so that the compiler cannot remove the calls.
  const kept: unknown[] = Array.from({ length: DECISIONS });
  const rounds = Array.from({ length: ROUNDS }, () => {
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let index = 0; index < DECISIONS; index++) kept[index] = decide(request);
    return (process.memoryUsage().heapUsed - before) / DECISIONS;
  });
  return spread(rounds).median;
}
