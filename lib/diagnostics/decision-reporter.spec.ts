import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CORS_DECISION_CHANNEL, type CorsDecision } from '../interfaces/index.js';
import type { DecisionReport } from '../exchange/index.js';
import { PolicyBook } from '../policy/index.js';
import { PolicySnapshot } from '../routing/index.js';
import { DecisionReporter } from './decision-reporter.js';

const book = new PolicyBook({ problemWith: () => undefined, instanceOf: () => ({ isAllowed: () => false }) });
const defaults = book.enter('every route', [
  { level: 'defaults', place: 'defaults', options: { origin: 'https://app.example.com' } },
]);
if (defaults === undefined) throw new TypeError('The policy is wrong.');

const REPORT: DecisionReport = {
  kind: 'actual',
  refusal: { cause: 'origin' },
  refusable: true,
  reported: undefined,
  enforced: false,
  origin: 'https://evil.example',
  method: 'GET',
  url: '/cats?a=b',
  requestedHeaders: undefined,
  status: 200,
  overridden: undefined,
  policies: [defaults.policy],
  at: new PolicySnapshot(defaults, new Map()).elsewhere,
  routes: () => [undefined],
};

describe('A decision as it is published', () => {
  const published: CorsDecision[] = [];
  const noted: DecisionReport[] = [];
  const receive = (message: unknown): void => {
    published.push(message as CorsDecision);
  };
  const reporter = new DecisionReporter({ note: report => noted.push(report) });

  beforeEach(() => {
    published.length = 0;
    noted.length = 0;
    subscribe(CORS_DECISION_CHANNEL, receive);
  });
  afterEach(() => {
    unsubscribe(CORS_DECISION_CHANNEL, receive);
  });

  it.each(['https://evil.example', '*', ''])(
    'is overridden where the header on the wire is not what the policy says: %j',
    overridden => {
      reporter.observe({ ...REPORT, overridden });

      expect(published).toMatchObject([{ overridden: true, url: '/cats?a=b' }]);
    },
  );

  it.each([{}, { overridden: undefined }])('is not overridden otherwise: %j', change => {
    reporter.observe({ ...REPORT, ...change });

    expect(published[0]).not.toHaveProperty('overridden');
  });

  it.each([
    ['its reason', { reported: { cause: 'host', host: 'x' } }, { allowed: false, reason: 'host' }],
    [
      'its reason where the policy allows it',
      { reported: { cause: 'host', host: 'x' }, refusal: undefined },
      { allowed: true, reason: 'host' },
    ],
    ['no reason where nothing is refused', { refusal: undefined }, { allowed: true }],
  ] as const)('what enforce: true would refuse has %s', (_, change, expected) => {
    reporter.observe({ ...REPORT, ...change });

    expect(published).toMatchObject([{ ...expected, refusable: true, enforced: false }]);
    expect(Object.hasOwn(published[0] ?? {}, 'reason')).toBe('reason' in expected);
    expect(noted).toHaveLength('reason' in expected ? 1 : 0);
  });

  it("is logged where it refuses, and not where a page of the server's own asks", () => {
    reporter.observe(REPORT);
    reporter.observe({ ...REPORT, refusal: undefined });
    reporter.observe({ ...REPORT, refusable: false });
    reporter.observe({ ...REPORT, kind: 'preflight', refusable: false });

    expect(noted).toHaveLength(2);
  });
});
