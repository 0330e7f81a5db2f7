import { fixedSeed } from '../support/seeds.js';
import { type DifferentialReport, describeDifference, runDifferential } from './differential.js';

const SEED = fixedSeed('ROUTING_SEED');
const REQUESTS = 400;

// A short version of `npm run test:routing`.
describe.each(['express', 'fastify'] as const)('random applications on %s', platform => {
  let report: DifferentialReport;

  beforeAll(async () => {
    report = await runDifferential({ platform, seed: SEED, requests: REQUESTS, requestsPerApplication: 40 });
  }, 60_000);

  test('requests and their preflights have the policy of the handler that answers', () => {
    expect(report.differences.map(describeDifference)).toEqual([]);
  });

  test('the run is worth something: enough requests meet a handler', () => {
    expect(report.requests).toBe(REQUESTS);
    expect(report.answeredByHandler).toBeGreaterThan(REQUESTS / 10);
  });
});
