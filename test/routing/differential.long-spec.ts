import { freshSeed } from '../support/seeds.js';
import { describeDifference, runDifferential } from './differential.js';

const { ROUTING_REQUESTS = '20000' } = process.env;
const seed = freshSeed('ROUTING_SEED');

// Takes some two minutes for each platform.
test.each(['express', 'fastify'] as const)(
  'random applications on %s: requests and their preflights have the policy of the handler that answers',
  async platform => {
    const { differences, known, ...counts } = await runDifferential({
      platform,
      seed,
      requests: Number(ROUTING_REQUESTS),
    });

    const explained = [...known].map(([{ name }, count]) => `${count} x ${name}`);
    console.info(platform, { seed, ...counts, differences: differences.length, explained });
    expect(differences.map(describeDifference)).toEqual([]);
  },
  1_800_000,
);
