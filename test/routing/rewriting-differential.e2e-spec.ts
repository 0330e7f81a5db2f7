import { fixedSeed } from '../support/seeds.js';
import { type RewritingReport, runRewritingDifferential } from './rewriting-differential.js';

const SEED = fixedSeed('ROUTING_SEED');
const REQUESTS = 1_500;

// A short version of `npm run test:routing`.
describe.each(['express', 'fastify'] as const)(
  'random applications that rewrite requests, on %s',
  platform => {
    let report: RewritingReport;

    beforeAll(async () => {
      report = await runRewritingDifferential({ platform, seed: SEED, requests: REQUESTS });
    }, 120_000);

    test('each answer has the policy of the route that was entered, and no route that refuses is entered', () => {
      expect(report.examples).toEqual([]);
    });

    test('the run is worth something: enough requests are rewritten, and enough are refused', () => {
      expect(report.requests).toBe(REQUESTS);
      expect(report.entered).toBeGreaterThan(REQUESTS / 4);
      expect(report.rewritten).toBeGreaterThan(REQUESTS / 10);
      expect(report.refused).toBeGreaterThan(REQUESTS / 20);
    });
  },
);
