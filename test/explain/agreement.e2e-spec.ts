import { fixedSeed, freshSeed } from '../support/seeds.js';
import { compare } from './support/agreement.js';

// EXPLAIN_REQUESTS makes it a long run.
const { EXPLAIN_REQUESTS } = process.env;
const seed = EXPLAIN_REQUESTS === undefined ? fixedSeed('EXPLAIN_SEED') : freshSeed('EXPLAIN_SEED');
const requests = Number(EXPLAIN_REQUESTS ?? 400);

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
