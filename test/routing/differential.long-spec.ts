import { describeDifference, runDifferential } from './differential.js';

const { ROUTING_SEED = '1', ROUTING_REQUESTS = '20000' } = process.env;

// Takes about two minutes for each platform. `ROUTING_SEED=7 npm run test:routing` tests other
// applications.
test.each(['express', 'fastify'] as const)(
  'random applications on %s: requests and their preflights have the policy of the handler that answers',
  async platform => {
    const seed = Number(ROUTING_SEED);
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
