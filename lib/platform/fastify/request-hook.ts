import type { FastifyDone } from './fastify-instance.js';

/**
 * Runs a request hook as Nest's adapter does, after the adapter has stopped waiting for it. The
 * hook finishes once, by its callback or its promise. Errors go to `done`.
 */
export function runRequestHook(hook: (done: FastifyDone) => unknown, done: FastifyDone): void {
  let isDone = false;
  const doneOnce: FastifyDone = error => {
    if (isDone) return;
    isDone = true;
    done(error);
  };
  const fail = (reason: unknown): void => {
    doneOnce(
      reason ??
        new Error(
          'The request hook of the Fastify adapter was rejected without a reason. Reject with an Error.',
        ),
    );
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
