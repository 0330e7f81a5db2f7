import { jest } from '@jest/globals';
import { heapUsed } from '../../test/support/heap-used.js';
import type { CacheSettings } from './cached-origins-options.js';
import { MAX_OPEN_QUESTIONS } from './open-questions.js';
import { OriginCache } from './origin-cache.js';

const SHOP = 'https://shop.example.com';
const SETTINGS: CacheSettings = {
  ttl: 1_000,
  maxEntries: 100,
  staleWhileError: 0,
  timeout: 200,
  key: undefined,
};

/** A resolver whose answers come from the test, one by one. */
class Resolver {
  readonly asked: string[] = [];
  readonly failures: Error[] = [];
  private readonly open: ((answer: unknown) => void)[] = [];

  readonly name = 'TenantOrigins';
  readonly onStaleAnswer = (failure: Error): void => void this.failures.push(failure);
  readonly ask = (origin: string): Promise<boolean> => {
    this.asked.push(origin);
    return new Promise(resolve => {
      this.open.push(answer => {
        // Also answers that TypeScript does not accept.
        resolve(answer as boolean);
      });
    });
  };

  async answer(answer: unknown): Promise<void> {
    this.open.shift()?.(answer);
    await jest.advanceTimersByTimeAsync(0);
  }

  async fail(): Promise<void> {
    await this.answer(Promise.reject(new Error('the database is gone')));
  }
}

let resolver: Resolver;
beforeEach(() => {
  jest.useFakeTimers();
  resolver = new Resolver();
});
afterEach(() => {
  jest.useRealTimers();
});

const cacheWith = (settings: Partial<CacheSettings> = {}): OriginCache =>
  new OriginCache(resolver, { ...SETTINGS, ...settings });

/** The result of a request, for a check after its end. */
function outcomeOf(given: () => boolean | Promise<boolean>): { value: boolean | Error | 'waits' } {
  const outcome: { value: boolean | Error | 'waits' } = { value: 'waits' };
  Promise.resolve()
    .then(given)
    .then(
      answer => (outcome.value = answer),
      (error: unknown) => (outcome.value = error instanceof Error ? error : new TypeError(String(error))),
    );
  return outcome;
}

async function know(cache: OriginCache, origin: string, answer: boolean): Promise<void> {
  const outcome = outcomeOf(() => cache.isAllowed(origin, {}));
  await jest.advanceTimersByTimeAsync(0);
  await resolver.answer(answer);
  expect(outcome.value).toBe(answer);
  resolver.asked.length = 0;
}

describe('an answer', () => {
  it.each([true, false])('of %p serves for its ttl, at once and without a question', async answer => {
    const cache = cacheWith();
    await know(cache, SHOP, answer);
    await jest.advanceTimersByTimeAsync(999);
    expect(cache.isAllowed(SHOP, {})).toBe(answer);
    expect(resolver.asked).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(cache.isAllowed(SHOP, {})).toBeInstanceOf(Promise);
    expect(resolver.asked).toEqual([SHOP]);
  });

  it('is as old as its question, not as its arrival', async () => {
    const cache = cacheWith({ timeout: 5_000 });
    void cache.isAllowed(SHOP, {});
    await jest.advanceTimersByTimeAsync(600);
    await resolver.answer(true);
    await jest.advanceTimersByTimeAsync(399);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
    await jest.advanceTimersByTimeAsync(1);
    expect(cache.isAllowed(SHOP, {})).toBeInstanceOf(Promise);
  });

  it('is kept also from a resolver that answers synchronously', () => {
    const ask = jest.fn(() => true);
    const cache = new OriginCache({ name: 'Resolver', ask, onStaleAnswer: () => undefined }, SETTINGS);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it.each([['yes'], [1], [undefined], [null], [{ allowed: true }]])(
    'of %p is a failure, and is not kept',
    async answer => {
      const cache = cacheWith();
      for (let round = 1; round <= 2; round++) {
        const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
        await jest.advanceTimersByTimeAsync(0);
        await resolver.answer(answer);
        expect(outcome.value).toHaveProperty(
          'message',
          expect.stringMatching(/^TenantOrigins answered .*, which is neither true nor false$/),
        );
        expect(resolver.asked).toHaveLength(round);
      }
      expect(cache.size).toBe(0);
    },
  );

  it('may come from anything with then(), such as a query that runs when it is awaited', async () => {
    const query = {
      then: (resolve: (answer: boolean) => void) => {
        resolve(true);
      },
    };
    const cache = new OriginCache(
      { name: 'Resolver', ask: () => query as unknown as Promise<boolean>, onStaleAnswer: () => undefined },
      SETTINGS,
    );
    const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(0);
    expect(outcome.value).toBe(true);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
  });
});

describe('a question', () => {
  it('is put once, however many requests wait for its answer', async () => {
    const cache = cacheWith();
    const outcomes = Array.from({ length: 50 }, () => outcomeOf(() => cache.isAllowed(SHOP, {})));
    await jest.advanceTimersByTimeAsync(0);
    expect(resolver.asked).toEqual([SHOP]);
    await resolver.answer(true);
    expect(outcomes.every(({ value }) => value === true)).toBe(true);
  });

  it('that is never answered fails after the timeout, and is put anew by the next request', async () => {
    const cache = cacheWith();
    const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(199);
    expect(outcome.value).toBe('waits');
    await jest.advanceTimersByTimeAsync(1);
    expect(outcome.value).toHaveProperty('message', 'TenantOrigins did not answer within 200 ms');
    void outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(0);
    expect(resolver.asked).toEqual([SHOP, SHOP]);
  });

  it('that is answered too late still teaches the cache', async () => {
    const cache = cacheWith();
    void outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(300);
    await resolver.answer(true);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
  });

  it('that is answered always too late teaches it too, although it is put again and again', async () => {
    const cache = cacheWith();
    for (let request = 0; request < 2; request++) {
      void outcomeOf(() => cache.isAllowed(SHOP, {}));
      await jest.advanceTimersByTimeAsync(200);
    }
    await resolver.answer(true);
    expect(cache.isAllowed(SHOP, {})).toBe(true);
  });

  it.each([
    [
      'forget()',
      (cache: OriginCache) => {
        cache.forget(SHOP);
      },
    ],
    [
      'clear()',
      (cache: OriginCache) => {
        cache.clear();
      },
    ],
  ])('that is under way at %s teaches nothing, and the next request asks anew', async (_, forget) => {
    for (const wait of [0, 300]) {
      const cache = cacheWith();
      void outcomeOf(() => cache.isAllowed(SHOP, {}));
      await jest.advanceTimersByTimeAsync(wait);
      forget(cache);
      const after = outcomeOf(() => cache.isAllowed(SHOP, {}));
      await jest.advanceTimersByTimeAsync(0);
      // The first answer is from before the origin was revoked.
      await resolver.answer(true);
      expect(after.value).toBe('waits');
      await resolver.answer(false);
      expect(after.value).toBe(false);
      expect(cache.isAllowed(SHOP, {})).toBe(false);
    }
  });

  it('does not keep the process alive', async () => {
    jest.useRealTimers();
    const unref = jest.spyOn(
      Object.getPrototypeOf(setTimeout(() => undefined, 0)) as NodeJS.Timeout,
      'unref',
    );
    const ask = (): Promise<boolean> => new Promise(resolve => setImmediate(resolve, true));
    const cache = new OriginCache({ name: 'Resolver', ask, onStaleAnswer: () => undefined }, SETTINGS);
    const answer = cache.isAllowed(SHOP, {});
    expect(unref).toHaveBeenCalled();
    unref.mockRestore();
    expect(await answer).toBe(true);
  });
});

describe('a resolver that fails', () => {
  it('refuses without staleWhileError, whatever was known', async () => {
    const cache = cacheWith();
    await know(cache, SHOP, true);
    await jest.advanceTimersByTimeAsync(1_000);
    const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(0);
    await resolver.fail();
    expect(outcome.value).toHaveProperty('message', 'the database is gone');
  });

  it.each([true, false])(
    'lets an old answer of %p serve for staleWhileError, and no longer',
    async answer => {
      const cache = cacheWith({ staleWhileError: 500 });
      await know(cache, SHOP, answer);
      await jest.advanceTimersByTimeAsync(1_499);
      const last = outcomeOf(() => cache.isAllowed(SHOP, {}));
      await jest.advanceTimersByTimeAsync(0);
      await resolver.fail();
      expect(last.value).toBe(answer);
      expect(resolver.failures).toEqual([new Error('the database is gone')]);
      await jest.advanceTimersByTimeAsync(1);
      const over = outcomeOf(() => cache.isAllowed(SHOP, {}));
      await jest.advanceTimersByTimeAsync(0);
      await resolver.fail();
      expect(over.value).toBeInstanceOf(Error);
    },
  );

  it('lets an old answer serve when it does not answer in time', async () => {
    const cache = cacheWith({ staleWhileError: 500 });
    await know(cache, SHOP, true);
    await jest.advanceTimersByTimeAsync(1_000);
    const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(200);
    expect(outcome.value).toBe(true);
  });

  it('opens nothing that is not known', async () => {
    const cache = cacheWith({ staleWhileError: 500 });
    await know(cache, SHOP, true);
    await jest.advanceTimersByTimeAsync(1_000);
    const outcome = outcomeOf(() => cache.isAllowed('https://evil.example', {}));
    await jest.advanceTimersByTimeAsync(0);
    await resolver.fail();
    expect(outcome.value).toBeInstanceOf(Error);
  });

  it('lets no answer serve that was forgotten', async () => {
    const cache = cacheWith({ staleWhileError: 500 });
    await know(cache, SHOP, true);
    cache.forget(SHOP);
    const outcome = outcomeOf(() => cache.isAllowed(SHOP, {}));
    await jest.advanceTimersByTimeAsync(0);
    await resolver.fail();
    expect(outcome.value).toBeInstanceOf(Error);
  });

  it.each([
    ['an error', new Error('gone'), 'gone'],
    ['a text', 'gone', "'gone'"],
    ['nothing', undefined, 'undefined'],
  ])('synchronously, with %s, fails as well', (_, thrown, message) => {
    const ask = (): boolean => {
      // An application can throw any value.
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw thrown;
    };
    const cache = new OriginCache({ name: 'Resolver', ask, onStaleAnswer: () => undefined }, SETTINGS);
    expect(() => cache.isAllowed(SHOP, {})).toThrow(message);
    expect(cache.size).toBe(0);
  });
});

describe('a key', () => {
  const key = (_origin: string, request: unknown): string => request as string;

  it('keeps the decisions of tenants apart', async () => {
    const cache = cacheWith({ key });
    void cache.isAllowed(SHOP, 'acme');
    await resolver.answer(true);
    void cache.isAllowed(SHOP, 'globex');
    await resolver.answer(false);
    expect(cache.isAllowed(SHOP, 'acme')).toBe(true);
    expect(cache.isAllowed(SHOP, 'globex')).toBe(false);
  });

  it('has the origin in it, although it does not say so', async () => {
    const cache = cacheWith({ key: () => 'acme' });
    void cache.isAllowed(SHOP, {});
    await resolver.answer(true);
    void outcomeOf(() => cache.isAllowed('https://evil.example', {}));
    await jest.advanceTimersByTimeAsync(0);
    expect(resolver.asked).toEqual([SHOP, 'https://evil.example']);
  });

  it('and an origin never read like another key and another origin', async () => {
    const cache = cacheWith({ key });
    void cache.isAllowed('https://b.example', 'a ');
    await resolver.answer(true);
    void outcomeOf(() => cache.isAllowed(' https://b.example', 'a'));
    await jest.advanceTimersByTimeAsync(0);
    expect(resolver.asked).toHaveLength(2);
  });

  it('is forgotten with its origin, whatever the tenant', async () => {
    const cache = cacheWith({ key });
    for (const tenant of ['acme', 'globex']) {
      void cache.isAllowed(SHOP, tenant);
      await resolver.answer(true);
    }
    cache.forget(SHOP);
    expect(cache.size).toBe(0);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no tenant');
      },
      'no tenant',
    ],
    ['gives no string', () => undefined, 'the key of TenantOrigins is undefined, not a string'],
    [
      'gives a promise',
      () => Promise.resolve('acme'),
      'the key of TenantOrigins is an instance of a class, not a string',
    ],
    [
      'gives a long string',
      () => 'a'.repeat(1_025),
      'the key of TenantOrigins is longer than 1024 characters',
    ],
  ])('that %s refuses, and nothing is asked', (_, given, message) => {
    const cache = cacheWith({ key: given as () => string });
    expect(() => cache.isAllowed(SHOP, {})).toThrow(message);
    expect(resolver.asked).toEqual([]);
    expect(cache.size).toBe(0);
  });

  it('may have 1,024 characters', () => {
    const cache = cacheWith({ key: () => 'a'.repeat(1_024) });
    expect(cache.isAllowed(SHOP, {})).toBeInstanceOf(Promise);
  });
});

describe('a flood of random origins', () => {
  it('pushes out none that is allowed', () => {
    const ask = jest.fn((origin: string) => origin === SHOP);
    const cache = new OriginCache({ name: 'Resolver', ask, onStaleAnswer: () => undefined }, SETTINGS);
    void cache.isAllowed(SHOP, {});
    for (let number = 0; number < 10_000; number++) void cache.isAllowed(`https://o${number}.example`, {});
    ask.mockClear();
    expect(cache.isAllowed(SHOP, {})).toBe(true);
    expect(ask).not.toHaveBeenCalled();
    expect(cache.size).toBe(1 + SETTINGS.maxEntries);
  });

  it('opens no more than 1,000 questions at once, and each of the others fails at once', async () => {
    const cache = cacheWith();
    for (let number = 0; number < MAX_OPEN_QUESTIONS; number++) {
      void outcomeOf(() => cache.isAllowed(`https://o${number}.example`, {}));
    }
    await jest.advanceTimersByTimeAsync(0);
    expect(() => cache.isAllowed(SHOP, {})).toThrow(
      'more than 1000 calls to TenantOrigins are waiting for an answer',
    );
    // Requests still wait for the origins of open questions.
    const joined = outcomeOf(() => cache.isAllowed('https://o0.example', {}));
    await resolver.answer(true);
    expect(joined.value).toBe(true);
    expect(cache.isAllowed(SHOP, {})).toBeInstanceOf(Promise);
  });

  it('does not keep the resolver from being asked about an origin that was allowed before', async () => {
    const cache = cacheWith();
    await know(cache, SHOP, true);
    await know(cache, 'https://refused.example', false);
    await jest.advanceTimersByTimeAsync(1_000);
    for (let number = 0; number < MAX_OPEN_QUESTIONS; number++) {
      void outcomeOf(() => cache.isAllowed(`https://o${number}.example`, {}));
    }
    await jest.advanceTimersByTimeAsync(0);
    expect(cache.isAllowed(SHOP, {})).toBeInstanceOf(Promise);
    expect(resolver.asked.at(-1)).toBe(SHOP);
    expect(() => cache.isAllowed('https://refused.example', {})).toThrow('waiting for an answer');
  });

  it('leaves no more than 1,000 late questions behind, of a resolver that never answers', async () => {
    const cache = cacheWith();
    for (let round = 0; round < 3; round++) {
      for (let number = 0; number < MAX_OPEN_QUESTIONS; number++) {
        void outcomeOf(() => cache.isAllowed(`https://o${round}-${number}.example`, {}));
      }
      await jest.advanceTimersByTimeAsync(200);
    }
    expect(cache.size).toBe(MAX_OPEN_QUESTIONS);
  });

  it('takes no more memory than the entries may, with the longest origins there are', () => {
    jest.useRealTimers();
    const maxEntries = 10_000;
    const ask = (origin: string): boolean => origin.includes('even');
    const cache = new OriginCache(
      { name: 'Resolver', ask, onStaleAnswer: () => undefined },
      { ...SETTINGS, ttl: 1e9, maxEntries },
    );
    const flood = (from: number, to: number): void => {
      for (let number = from; number < to; number++) {
        const label = `${number % 2 === 0 ? 'even' : 'odd'}-${number}`;
        void cache.isAllowed(`https://${label.padEnd(326 - 'https://'.length, 'x')}`, {});
      }
    };
    const before = heapUsed();
    flood(0, 2 * maxEntries);
    const full = heapUsed();
    flood(2 * maxEntries, 200_000);
    const flooded = heapUsed();
    expect(cache.size).toBe(2 * maxEntries);
    expect(full - before).toBeLessThan(10_000_000);
    expect(flooded - full).toBeLessThan(2_000_000);
  });
});
