import type { OriginPredicate } from '../../lib/policy/index.js';

/** Behaviour of a predicate against its type, as in plain JavaScript. */
export function predicateThat(answers: (origin: string, request: unknown) => unknown): OriginPredicate {
  return (origin, request) => answers(origin, request) as ReturnType<OriginPredicate>;
}

/** A predicate with a record of the questions that it was asked. */
export interface RecordedPredicate {
  readonly predicate: OriginPredicate;
  readonly questions: readonly (readonly [origin: string, request: unknown])[];
}

export function recorded(answer: unknown): RecordedPredicate {
  const questions: (readonly [string, unknown])[] = [];
  const predicate = predicateThat((origin, request) => {
    questions.push([origin, request]);
    return answer;
  });
  return { predicate, questions };
}

/** A promise that is settled by hand. */
export interface Deferred {
  readonly promise: Promise<boolean>;
  resolve(answer: boolean): void;
  reject(error: Error): void;
}

export function deferred(): Deferred {
  let resolve: Deferred['resolve'] = () => undefined;
  let reject: Deferred['reject'] = () => undefined;
  const promise = new Promise<boolean>((onResolved, onRejected) => {
    resolve = onResolved;
    reject = onRejected;
  });
  return { promise, resolve, reject };
}
