import { runRequestHook } from './request-hook.js';

type Hook = Parameters<typeof runRequestHook>[0];

/** The arguments of each call of `done`. */
async function outcomes(hook: Hook): Promise<unknown[]> {
  const done: unknown[] = [];
  runRequestHook(hook, error => done.push(error));
  await new Promise(resolve => setImmediate(resolve));
  return done;
}

const ERROR = new Error('broken');

const HOOKS: readonly (readonly [string, Hook, unknown[]])[] = [
  [
    'calls back',
    done => {
      done();
    },
    [undefined],
  ],
  [
    'calls back twice',
    done => {
      done();
      done(ERROR);
    },
    [undefined],
  ],
  [
    'calls back with an error',
    done => {
      done(ERROR);
    },
    [ERROR],
  ],
  ['never calls back', () => undefined, []],
  ['resolves', () => Promise.resolve(), [undefined]],
  [
    'calls back and resolves',
    done => {
      done(ERROR);
      return Promise.resolve();
    },
    [ERROR],
  ],
  ['rejects', () => Promise.reject(ERROR), [ERROR]],
  [
    'calls back and rejects',
    done => {
      done();
      return Promise.reject(ERROR);
    },
    [undefined],
  ],
  [
    'throws',
    () => {
      throw ERROR;
    },
    [ERROR],
  ],
  [
    'calls back and throws',
    done => {
      done();
      throw ERROR;
    },
    [undefined],
  ],
];

test.each(HOOKS)('a hook that %s', async (_what, hook, expected) => {
  expect(await outcomes(hook)).toEqual(expected);
});

test('a rejection without a reason becomes an error', async () => {
  const nothing: unknown = undefined;
  expect(await outcomes(() => Promise.reject(nothing as Error))).toEqual([expect.any(Error)]);
});
