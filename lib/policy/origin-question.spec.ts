import { deferred, predicateThat, recorded } from '../../test/support/predicates.js';
import { jest } from '@jest/globals';
import { DEFAULT_ORIGIN_TIMEOUT } from './answer-time.js';
import { type OriginFailure, OriginQuestion } from './origin-question.js';
import type { OriginPredicate } from './policy-options.js';

const ORIGIN = 'https://tenant.example';
const REQUEST = { id: 1 };

function questionWithLog(timeout = DEFAULT_ORIGIN_TIMEOUT): {
  question: OriginQuestion;
  failures: [OriginPredicate, OriginFailure][];
} {
  const failures: [OriginPredicate, OriginFailure][] = [];
  const onFailure = (predicate: OriginPredicate, failure: OriginFailure): void => {
    failures.push([predicate, failure]);
  };
  const question = new OriginQuestion(ORIGIN, REQUEST, onFailure, timeout);
  return { question, failures };
}

const ERROR = new Error('The database is down.');

const throwing = predicateThat(() => {
  throw ERROR;
});

function thenable(then: unknown): unknown {
  return { then };
}

function promiseWithThen(then: unknown): unknown {
  return Object.assign(Promise.resolve(true), { then });
}

function throwingThenGetter(error: unknown): unknown {
  return {
    get then(): never {
      throw error;
    },
  };
}

/** An object with a `then` that throws when it is read a second time. */
function thenGetterThatThrowsLater(): unknown {
  let reads = 0;
  return {
    get then(): unknown {
      reads += 1;
      if (reads > 1) throw ERROR;
      return () => undefined;
    },
  };
}

describe('a dynamic origin is allowed', () => {
  it.each([
    ['true', true],
    ['a promise of true', Promise.resolve(true)],
    [
      'a thenable of true',
      thenable((resolve: (answer: boolean) => void) => {
        resolve(true);
      }),
    ],
    ['a promise of a promise of true', Promise.resolve(Promise.resolve(true))],
    [
      'a thenable of a thenable of true',
      thenable((resolve: (answer: unknown) => void) => {
        resolve(Promise.resolve(true));
      }),
    ],
  ])('by %s', async (_, answer) => {
    const { question, failures } = questionWithLog();
    expect(await question.ask([predicateThat(() => answer)])).toBe(true);
    expect(failures).toEqual([]);
  });
});

describe('a dynamic origin is refused, and nothing is logged,', () => {
  it.each([
    ['false', false],
    ['a promise of false', Promise.resolve(false)],
  ])('by %s', async (_, answer) => {
    const { question, failures } = questionWithLog();
    expect(await question.ask([predicateThat(() => answer)])).toBe(false);
    expect(failures).toEqual([]);
  });

  it('where there is nobody to ask', () => {
    const { question, failures } = questionWithLog();
    expect(question.ask([])).toBe(false);
    expect(failures).toEqual([]);
  });
});

describe('a dynamic origin is refused, and the answer logged,', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['1', 1],
    ['0', 0],
    ["'true'", 'true'],
    ['the origin', ORIGIN],
    ['an empty string', ''],
    ['an object', {}],
    ['a list with true', [true]],
    ['a Boolean object', Object(true)],
    ['a function', () => true],
    ['a function with a then', Object.assign(() => true, { then: () => true })],
    ['a symbol', Symbol('true')],
    ['a bigint', 1n],
    ['an object whose then is no function', { then: true }],
  ])('by %s', (_, answer) => {
    const { question, failures } = questionWithLog();
    const predicate = predicateThat(() => answer);
    expect(question.ask([predicate])).toBe(false);
    expect(failures).toEqual([[predicate, { answer }]]);
  });

  it.each([
    ['undefined', undefined],
    ['1', 1],
    ["'true'", 'true'],
    ['an object', {}],
    ['a list with true', [true]],
  ])('by a promise of %s', async (_, answer) => {
    const { question, failures } = questionWithLog();
    const predicate = predicateThat(() => Promise.resolve(answer));
    expect(await question.ask([predicate])).toBe(false);
    expect(failures).toEqual([[predicate, { answer }]]);
  });
});

describe('a dynamic origin is refused, and the error logged,', () => {
  it.each([
    ['throws', throwing],
    ['rejects', predicateThat(() => Promise.reject(ERROR))],
    [
      'answers with a thenable that throws',
      predicateThat(() =>
        thenable(() => {
          throw ERROR;
        }),
      ),
    ],
    [
      'answers with a thenable that rejects',
      predicateThat(() =>
        thenable((_resolve: unknown, reject: (error: Error) => void) => {
          reject(ERROR);
        }),
      ),
    ],
    [
      'answers with an object whose then throws when it is read',
      predicateThat(() => throwingThenGetter(ERROR)),
    ],
    [
      'answers with an object whose then throws when it is read again',
      predicateThat(thenGetterThatThrowsLater),
    ],
    [
      'answers with a promise whose then throws',
      predicateThat(() =>
        promiseWithThen(() => {
          throw ERROR;
        }),
      ),
    ],
  ])('by a predicate that %s', async (_, predicate) => {
    const { question, failures } = questionWithLog();
    expect(await question.ask([predicate])).toBe(false);
    expect(failures).toEqual([[predicate, { error: ERROR }]]);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a string', 'no'],
    ['true', true],
  ])('by a predicate that throws %s', (_, error) => {
    const { question, failures } = questionWithLog();
    const predicate = predicateThat(() => {
      throw error;
    });
    expect(question.ask([predicate])).toBe(false);
    expect(failures).toEqual([[predicate, { error }]]);
  });
});

describe('the first answer of a thenable counts', () => {
  it('where it changes its mind', async () => {
    const { question, failures } = questionWithLog();
    const fickle = predicateThat(() =>
      thenable((resolve: (answer: boolean) => void, reject: (error: Error) => void) => {
        resolve(false);
        resolve(true);
        reject(ERROR);
      }),
    );
    expect(await question.ask([fickle])).toBe(false);
    expect(failures).toEqual([]);
  });

  it('of a promise whose then was replaced too', async () => {
    const { question } = questionWithLog();
    const replaced = promiseWithThen((resolve: (answer: boolean) => void) => {
      resolve(false);
    });
    const allowing = predicateThat(() => true);
    expect(await question.ask([predicateThat(() => replaced), allowing])).toBe(true);
  });
});

describe('a failure', () => {
  it.each([
    ['at once', throwing],
    ['later', predicateThat(() => Promise.reject(ERROR))],
    ['as an answer', predicateThat(() => 'yes')],
    ['as a later answer', predicateThat(() => Promise.resolve('yes'))],
  ])('refuses even if whoever logs it fails as well: %s', async (_, predicate) => {
    let logged = 0;
    const fail = (): void => {
      logged += 1;
      throw new Error('The log is full.');
    };
    const question = new OriginQuestion(ORIGIN, REQUEST, fail, DEFAULT_ORIGIN_TIMEOUT);
    expect(await question.ask([predicate])).toBe(false);
    expect(logged).toBe(1);
  });

  it.each([
    ['at once', throwing],
    ['later', predicateThat(() => Promise.reject(ERROR))],
  ])('of one predicate leaves the next to be asked: %s', async (_, failing) => {
    const { question } = questionWithLog();
    expect(await question.ask([failing, predicateThat(() => true)])).toBe(true);
  });

  it('is logged once, however many policies share the predicate', async () => {
    const { question, failures } = questionWithLog();
    const late = predicateThat(() => Promise.reject(ERROR));
    await question.ask([throwing, late]);
    await question.ask([late, throwing]);
    expect(failures).toHaveLength(2);
  });
});

describe('predicates are asked', () => {
  it('with the origin as the client sent it and the platform’s request', () => {
    const { question } = questionWithLog();
    const { predicate, questions } = recorded(true);
    void question.ask([predicate]);
    expect(questions).toEqual([[ORIGIN, REQUEST]]);
    expect(questions[0]?.[1]).toBe(REQUEST);
  });

  it.each([true, false, 'neither'])(
    'once per request, however many policies share them (%j)',
    async answer => {
      const { question } = questionWithLog();
      const sync = recorded(answer);
      const late = recorded(Promise.resolve(answer));
      const first = await question.ask([sync.predicate, sync.predicate, late.predicate]);
      const second = await question.ask([late.predicate, sync.predicate]);
      expect([first, second]).toEqual([answer === true, answer === true]);
      expect(sync.questions).toHaveLength(1);
      expect(late.questions.length).toBeLessThanOrEqual(1);
    },
  );

  it('once per request, even while the first answer is still on its way', async () => {
    const { question } = questionWithLog();
    const pending = deferred();
    const { predicate, questions } = recorded(pending.promise);
    const answers = Promise.all([question.ask([predicate]), question.ask([predicate])]);
    pending.resolve(true);
    expect(await answers).toEqual([true, true]);
    expect(questions).toHaveLength(1);
  });

  it('again for another request', () => {
    const { predicate, questions } = recorded(true);
    void questionWithLog().question.ask([predicate]);
    void questionWithLog().question.ask([predicate]);
    expect(questions).toHaveLength(2);
  });

  it('in order, the next one only after the one before has refused', async () => {
    const { question } = questionWithLog();
    const pending = deferred();
    const first = recorded(pending.promise);
    const second = recorded(false);
    const third = recorded(true);
    const answer = question.ask([first.predicate, second.predicate, third.predicate]);
    expect(second.questions).toEqual([]);
    pending.resolve(false);
    expect(await answer).toBe(true);
    expect(second.questions).toHaveLength(1);
    expect(third.questions).toHaveLength(1);
  });

  it.each([
    ['at once', true],
    ['later', Promise.resolve(true)],
  ])('no longer once one has allowed the origin: %s', async (_, answer) => {
    const { question } = questionWithLog();
    const next = recorded(true);
    expect(await question.ask([predicateThat(() => answer), next.predicate])).toBe(true);
    expect(next.questions).toEqual([]);
  });

  it('without a detour where every one answers at once', () => {
    const { question } = questionWithLog();
    expect(question.ask([predicateThat(() => false), throwing, predicateThat(() => true)])).toBe(true);
  });

  it('however many there are', async () => {
    const { question } = questionWithLog();
    const many = Array.from({ length: 2_000 }, () => predicateThat(() => Promise.resolve(false)));
    expect(await question.ask([...many, predicateThat(() => true)])).toBe(true);
  });
});

describe('all answers of a request together have a limited time', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const never = predicateThat(() => new Promise(() => undefined));
  const after = (milliseconds: number, answer: unknown): OriginPredicate =>
    predicateThat(
      () =>
        new Promise(resolve => {
          setTimeout(() => {
            resolve(answer);
          }, milliseconds);
        }),
    );
  const settled = async (answer: boolean | Promise<boolean>): Promise<boolean | 'pending'> =>
    Promise.race([answer, Promise.resolve().then(() => 'pending' as const)]);

  it('and after it the origin is refused, with the cause', async () => {
    const { question, failures } = questionWithLog(300);
    const answer = question.ask([never]);
    await jest.advanceTimersByTimeAsync(299);
    expect([await settled(answer), failures]).toEqual(['pending', []]);
    await jest.advanceTimersByTimeAsync(1);
    expect(await answer).toBe(false);
    expect(failures).toEqual([[never, { timeout: 300 }]]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('which several predicates share', async () => {
    const { question, failures } = questionWithLog(300);
    const second = after(200, true);
    const answer = question.ask([after(200, false), second]);
    await jest.advanceTimersByTimeAsync(300);
    expect(await answer).toBe(false);
    expect(failures).toEqual([[second, { timeout: 300 }]]);
  });

  it('which several policies share, and what passes between them does not count', async () => {
    const { question, failures } = questionWithLog(300);
    const [first, second] = [after(200, false), after(101, true)];
    await jest.advanceTimersByTimeAsync(10_000);
    const early = question.ask([first]);
    await jest.advanceTimersByTimeAsync(200);
    expect(await early).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    await jest.advanceTimersByTimeAsync(10_000);
    const later = question.ask([second]);
    await jest.advanceTimersByTimeAsync(99);
    expect(await settled(later)).toBe('pending');
    await jest.advanceTimersByTimeAsync(1);
    expect(await later).toBe(false);
    expect(failures).toEqual([[second, { timeout: 300 }]]);
  });

  it('and an answer in time counts, down to the last millisecond', async () => {
    const { question, failures } = questionWithLog(300);
    const answer = question.ask([after(299, true)]);
    await jest.advanceTimersByTimeAsync(299);
    expect(await answer).toBe(true);
    await jest.runAllTimersAsync();
    expect(failures).toEqual([]);
  });

  it('after which no more is asked, not even what would answer at once', async () => {
    const { question } = questionWithLog(300);
    const next = recorded(true);
    const answer = question.ask([after(400, false), next.predicate]);
    await jest.advanceTimersByTimeAsync(500);
    expect(await answer).toBe(false);
    expect(question.ask([next.predicate])).toBe(false);
    expect(next.questions).toEqual([]);
  });

  it.each([
    ['answers true', true],
    ['answers nothing', undefined],
    ['rejects', Promise.reject(ERROR)],
  ])('and what comes later changes nothing, and is not logged: %s', async (_, late) => {
    const { question, failures } = questionWithLog(300);
    const slow = after(400, late);
    const answer = question.ask([slow]);
    await jest.advanceTimersByTimeAsync(500);
    expect(await answer).toBe(false);
    expect(question.ask([slow])).toBe(false);
    expect(failures).toEqual([[slow, { timeout: 300 }]]);
  });

  it('also where two questions wait at once, with one line for each predicate', async () => {
    const { question, failures } = questionWithLog(300);
    const quick = after(100, false);
    const answers = Promise.all([question.ask([quick]), question.ask([never])]);
    await jest.advanceTimersByTimeAsync(300);
    expect(await answers).toEqual([false, false]);
    expect(failures).toEqual([[never, { timeout: 300 }]]);
  });

  it('even if the log fails', async () => {
    const fail = (): void => {
      throw new Error('The log is full.');
    };
    const answer = new OriginQuestion(ORIGIN, REQUEST, fail, 300).ask([never]);
    await jest.advanceTimersByTimeAsync(300);
    expect(await answer).toBe(false);
  });

  it('without a timer where every one answers at once', () => {
    const { question } = questionWithLog();
    expect(question.ask([predicateThat(() => false), throwing])).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('with one timer, which does not keep the process alive', () => {
    const { question } = questionWithLog();
    const started = jest.spyOn(globalThis, 'setTimeout');
    void question.ask([never]);
    void question.ask([never]);
    expect(started).toHaveBeenCalledTimes(1);
    const [{ value: timer } = { value: undefined }] = started.mock.results;
    expect((timer as NodeJS.Timeout).hasRef()).toBe(false);
    started.mockRestore();
  });
});
