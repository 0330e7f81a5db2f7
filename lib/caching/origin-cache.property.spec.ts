import fc from '../../test/support/fast-check.js';
import { jest } from '@jest/globals';
import { OriginCache } from './origin-cache.js';
import { OriginCacheModel, type Outcome } from '../../test/support/origin-cache-model.js';

const ORIGINS = ['https://a.example', 'https://b.example', 'https://c.example'];
const TENANTS = ['acme', 'globex'];

/** The behaviour of the resolver; `later` does not answer yet. */
const BEHAVIOURS = [true, false, 'throws', 'junk', 'later'] as const;
const OUTCOMES: readonly Outcome[] = [true, false, 'throws', 'junk'];

const origin = fc.constantFrom(...ORIGINS);
const tenant = fc.constantFrom(...TENANTS);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      origin,
      tenant,
      behaviour: fc.constantFrom(...BEHAVIOURS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      which: fc.nat(5),
      outcome: fc.constantFrom(...OUTCOMES),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      milliseconds: fc.integer({ min: 1, max: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), origin }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clear' as const) }) },
);
const settings = fc.record({
  ttl: fc.integer({ min: 1, max: 20 }),
  maxEntries: fc.integer({ min: 1, max: 7 }),
  staleWhileError: fc.constantFrom(0, 5, 40),
  timeout: fc.integer({ min: 1, max: 15 }),
  withKey: fc.boolean(),
});

const JUNK: unknown = 'yes';

function give(outcome: Outcome): boolean {
  if (outcome === 'throws') throw new Error('the database is gone');
  // An answer that TypeScript does not accept.
  return outcome === 'junk' ? (JUNK as boolean) : outcome;
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a cache of origins, against a model that is plainer', () => {
  it('gives each request the answer of the model, and asks when the model asks', async () => {
    await fc.assert(
      fc.asyncProperty(
        settings,
        fc.array(step, { maxLength: 60, size: 'max' }),
        async ({ withKey, ...numbers }, steps) => {
          const pending: ((outcome: Outcome) => void)[] = [];
          let behaviour: (typeof BEHAVIOURS)[number] = true;
          let asked = 0;
          const key = withKey ? (_origin: string, request: unknown) => String(request) : undefined;
          const source = {
            name: 'Resolver',
            onStaleAnswer: () => undefined,
            ask: (): boolean | Promise<boolean> => {
              asked++;
              if (behaviour !== 'later') return give(behaviour);
              return new Promise<Outcome>(resolve => pending.push(resolve)).then(give);
            },
          };
          const cache = new OriginCache(source, { ...numbers, key });
          const model = new OriginCacheModel(numbers);
          const results: string[] = [];

          const request = async (about: { origin: string; tenant: string }): Promise<void> => {
            const number = results.push('waits') - 1;
            try {
              results[number] = String(await cache.isAllowed(about.origin, about.tenant));
            } catch {
              results[number] = 'fails';
            }
          };
          for (const each of steps) {
            switch (each.kind) {
              case 'ask':
                ({ behaviour } = each);
                void request(each);
                model.ask(each.origin, withKey ? each.tenant : '', each.behaviour);
                break;
              case 'settle':
                pending[each.which]?.(each.outcome);
                if (pending[each.which] !== undefined) model.settle(each.which, each.outcome);
                break;
              case 'wait':
                await jest.advanceTimersByTimeAsync(each.milliseconds);
                model.wait(each.milliseconds);
                break;
              case 'forget':
                cache.forget(each.origin);
                model.forget(each.origin);
                break;
              case 'clear':
                cache.clear();
                model.clear();
                break;
            }
            await jest.advanceTimersByTimeAsync(0);
            expect(results).toEqual(model.results);
            expect(asked).toBe(model.asked);
            expect(cache.size).toBe(model.size);
          }
        },
      ),
      { numRuns: 600 },
    );
  });
});
