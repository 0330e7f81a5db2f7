import { UNMATCHED_PATHS, describeReach, namedPolicyLabel } from './problem-reach.js';

describe('what a problem applies to', () => {
  const named = namedPolicyLabel('partners');

  it.each<[labels: readonly string[], words: string]>([
    [['GET /a'], 'GET /a'],
    [['GET /a', 'GET /b'], 'GET /a and 1 more route'],
    [['GET /a', 'GET /b', 'GET /c'], 'GET /a and 2 more routes'],
    [[UNMATCHED_PATHS], 'unmatched paths'],
    [[UNMATCHED_PATHS, 'GET /a'], 'unmatched paths and 1 route'],
    [[UNMATCHED_PATHS, 'GET /a', 'GET /b'], 'unmatched paths and 2 routes'],
    [[named], "named policy 'partners'"],
    [[named, namedPolicyLabel('open')], "named policy 'partners', named policy 'open'"],
    [['GET /a', named], 'GET /a'],
    [[UNMATCHED_PATHS, named], 'unmatched paths'],
    [['every route'], 'every route'],
  ])('%j is %s', (labels, words) => {
    expect(describeReach(labels)).toBe(words);
  });
});
