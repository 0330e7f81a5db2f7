import { randomInt } from 'node:crypto';
import { runRewritingDifferential } from './rewriting-differential.js';

const { ROUTING_SEED = String(randomInt(2 ** 31)), ROUTING_REQUESTS = '20000' } = process.env;

// Other applications each time. `ROUTING_SEED=7 npm run test:routing` repeats a run.
test.each(['express', 'fastify'] as const)(
  `random applications that rewrite requests, on %s, seed ${ROUTING_SEED}: each answer has the policy of the route that was entered`,
  async platform => {
    const { examples, violations, ...counts } = await runRewritingDifferential({
      platform,
      seed: Number(ROUTING_SEED),
      requests: Number(ROUTING_REQUESTS),
    });

    console.info(platform, { ...counts, violations: Object.fromEntries(violations) });
    expect(examples).toEqual([]);
  },
  1_800_000,
);
