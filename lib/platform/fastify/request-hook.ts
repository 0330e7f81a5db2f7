import type { FastifyDone } from './fastify-instance.js';

/**
 * Runs a request hook as Nest's adapter does, for when the adapter no longer watches: the hook is done once, by its callback or by its
 * promise, and what it throws is passed on.
 */
export function runRequestHook(hook: (done: FastifyDone) => unknown, done: FastifyDone): void {
  let isDone = false;
  const doneOnce: FastifyDone = error => {
    if (isDone) return;
    isDone = true;
    done(error);
  };
  const fail = (reason: unknown): void => {
    doneOnce(reason ?? new Error('The request hook failed.'));
  };
  try {
    const result = hook(doneOnce);
    if (result instanceof Promise) {
      result.then(() => {
        doneOnce();
      }, fail);
    }
  } catch (error) {
    fail(error);
  }
}
