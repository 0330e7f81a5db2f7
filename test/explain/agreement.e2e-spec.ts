import { randomInt } from 'node:crypto';
import { compare } from './support/agreement.js';

// A new seed in each run, which a failure prints. EXPLAIN_SEED repeats a run, and EXPLAIN_REQUESTS
// makes it longer.
const seed = Number(process.env.EXPLAIN_SEED ?? randomInt(2 ** 31));
const requests = Number(process.env.EXPLAIN_REQUESTS ?? 400);

describe('explain() agrees with what a browser meets at the real server', () => {
  it.each(['express', 'fastify'] as const)(
    `on %s, for random requests (seed ${seed})`,
    async platform => {
      const { differences, outcomes } = await compare(platform, seed, requests);

      expect(differences[0]).toBeUndefined();
      // That all of this was met at all.
      expect(Object.keys(outcomes)).toEqual(
        expect.arrayContaining([
          'readable',
          'preflight-origin',
          'preflight-method',
          'preflight-header',
          'actual-origin',
        ]),
      );
    },
    600_000,
  );
});
