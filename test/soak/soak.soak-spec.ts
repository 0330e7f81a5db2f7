import { jest } from '@jest/globals';
import { describeWithRedis } from '../redis/describe-with-redis.js';
import { figuresOf } from './figures.js';
import { MOST_GROWTH, flatnessOf } from './flatness.js';
import { INSTANCES, ORIGINS, ORIGINS_TO_WARM_UP, SECONDS } from './settings.js';
import { SoakRun } from './soak-run.js';

// A slow machine takes longer than planned.
jest.setTimeout((SECONDS * 3 + 300) * 1_000);

describeWithRedis(`${ORIGINS} distinct origins in ${SECONDS} seconds`, () => {
  it('get the answers that they should, and memory stays flat', async () => {
    const run = await SoakRun.start();
    try {
      const result = await run.run();
      const memory = result.samples.map(samples => flatnessOf(samples, ORIGINS_TO_WARM_UP));
      process.stdout.write(figuresOf(result, memory));
      expect(result.problems).toEqual([]);
      expect(result.problemCount).toBe(0);
      expect(result.origins).toBe(ORIGINS);
      expect(result.revokedAfterMs.length).toBeGreaterThan(0);
      expect(memory.map(({ growth }) => growth).filter(growth => growth > MOST_GROWTH)).toEqual([]);
      expect(memory).toHaveLength(INSTANCES.length);
    } finally {
      await run.stop();
    }
  });
});
