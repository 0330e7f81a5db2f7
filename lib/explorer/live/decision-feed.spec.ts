import { channel } from 'node:diagnostics_channel';
import { jest } from '@jest/globals';
import { CORS_DECISION_CHANNEL, type CorsDecision } from '../../interfaces/index.js';
import { DecisionFeed, KEPT_DECISIONS } from './decision-feed.js';

const DECISION: CorsDecision = {
  kind: 'preflight',
  allowed: false,
  reason: 'origin',
  refusable: false,
  enforced: false,
  origin: 'https://evil.example',
  method: 'PUT',
  url: '/cats',
  requestedHeaders: 'x-a',
  status: 403,
  handlers: ['CatsController.find'],
  policies: [],
};

const publish = (message: unknown = DECISION) => {
  channel(CORS_DECISION_CHANNEL).publish(message);
};

describe('The feed of decisions', () => {
  let feed: DecisionFeed;

  beforeEach(() => {
    jest.useFakeTimers();
    feed = new DecisionFeed();
    feed.onModuleInit();
  });

  afterEach(() => {
    feed.onModuleDestroy();
    jest.useRealTimers();
  });

  it('has what was published, without the policies', () => {
    publish();
    const { decisions, missed } = feed.since(0);
    const [decision] = decisions;

    expect(decision).toEqual({ ...DECISION, policies: undefined, id: 1, at: decision?.at, cut: false });
    expect(decision).not.toHaveProperty('policies');
    expect(decisions).toHaveLength(1);
    expect(missed).toBe(0);
  });

  it('has no query strings, and says where other code has set the header', () => {
    publish({ ...DECISION, url: '/cats?token=secret#secret', overridden: true });
    publish({ ...DECISION, url: `/cats?${'x'.repeat(100_000)}` });
    publish({ ...DECISION, overridden: 'yes' });
    const [first, second, third] = feed.since(0).decisions;

    expect(first).toMatchObject({ url: '/cats', overridden: true, cut: false });
    expect(second).toMatchObject({ url: '/cats', cut: false });
    expect(third).not.toHaveProperty('overridden');
  });

  it('keeps a bounded number, and says how many are missing', () => {
    for (let sent = 0; sent < KEPT_DECISIONS + 50; sent += 1) publish();

    expect(feed.since(0).decisions).toHaveLength(KEPT_DECISIONS);
    expect(feed.since(0).missed).toBe(50);
    expect(feed.since(100)).toMatchObject({ missed: 0 });
    expect(feed.since(100).decisions).toHaveLength(150);
    expect(feed.since(KEPT_DECISIONS + 50).decisions).toEqual([]);
  });

  it('takes a number from before a restart for none', () => {
    publish();

    expect(feed.since(7_000)).toMatchObject({ decisions: [{ id: 1 }], missed: 0 });
  });

  it('cuts what is too long', () => {
    const long = 'x'.repeat(100_000);
    publish({
      ...DECISION,
      origin: long,
      url: long,
      method: long,
      requestedHeaders: long,
      handlers: Array(99).fill('A.b'),
    });

    expect(feed.since(0).decisions[0]?.cut).toBe(true);
    expect(JSON.stringify(feed.since(0)).length).toBeLessThan(8_000);
  });

  it.each([
    null,
    'text',
    {},
    { ...DECISION, origin: 7 },
    { ...DECISION, kind: 'x' },
    { ...DECISION, handlers: 'x' },
    { ...DECISION, handlers: [null] },
    { ...DECISION, requestedHeaders: {} },
  ])('passes over what is no decision: %j', message => {
    publish(message);

    expect(feed.since(0).decisions).toEqual([]);
  });

  it('tells listeners once of many, until they have left', () => {
    const listener = jest.fn();
    const leave = feed.listen(listener);
    for (let sent = 0; sent < 1_000; sent += 1) publish();
    jest.advanceTimersByTime(1_000);
    expect(listener).toHaveBeenCalledTimes(1);

    leave();
    publish();
    jest.advanceTimersByTime(1_000);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it("passes over requests of the explorer's own page", () => {
    publish({ ...DECISION, handlers: ['CorsExplorerController.file'] });

    expect(feed.since(0)).toEqual({ decisions: [], missed: 0 });
  });

  it('leaves the channel when the application closes', () => {
    feed.onModuleDestroy();

    expect(channel(CORS_DECISION_CHANNEL).hasSubscribers).toBe(false);
  });
});
