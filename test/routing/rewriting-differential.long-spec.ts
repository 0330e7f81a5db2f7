import { freshSeed } from '../support/seeds.js';
import { runRewritingDifferential } from './rewriting-differential.js';

const { ROUTING_REQUESTS = '20000' } = process.env;
const seed = freshSeed('ROUTING_SEED');

test.each(['express', 'fastify'] as const)(
  `random applications that rewrite requests, on %s, seed ${seed}: each answer has the policy of the route that was entered`,
  async platform => {
    const { examples, violations, ...counts } = await runRewritingDifferential({
      platform,
      seed,
      requests: Number(ROUTING_REQUESTS),
    });

    console.info(platform, { ...counts, violations: Object.fromEntries(violations) });
    expect(examples).toEqual([]);
  },
  1_800_000,
);
