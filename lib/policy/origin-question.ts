import type { OriginPredicate } from './policy-options.js';

/** Learns of each answer that is neither `true` nor `false`: a throw, a rejection, another value. */
export type OriginFailureListener = (
  predicate: OriginPredicate,
  failure: { error: unknown } | { answer: unknown },
) => void;

/**
 * The questions that one request puts to predicates and resolvers. Each is asked once, however many policies share it.
 */
export class OriginQuestion {
  private readonly answers = new Map<OriginPredicate, boolean | Promise<boolean>>();

  constructor(
    private readonly origin: string,
    private readonly request: unknown,
    private readonly onFailure: OriginFailureListener,
  ) {}

  /** Whether one of the predicates allows the origin, asked in order until one does. Never rejects. */
  ask(predicates: readonly OriginPredicate[]): boolean | Promise<boolean> {
    for (const [index, predicate] of predicates.entries()) {
      const answer = this.answerOf(predicate);
      if (answer === true) return true;
      if (answer !== false) {
        return answer.then(allowed => allowed || this.ask(predicates.slice(index + 1)));
      }
    }
    return false;
  }

  private answerOf(predicate: OriginPredicate): boolean | Promise<boolean> {
    let answer = this.answers.get(predicate);
    if (answer === undefined) {
      answer = this.put(predicate);
      this.answers.set(predicate, answer);
    }
    return answer;
  }

  private put(predicate: OriginPredicate): boolean | Promise<boolean> {
    try {
      const answer: unknown = predicate(this.origin, this.request);
      if (!isThenable(answer)) return this.strictly(predicate, answer);
      // Not `Promise.resolve()`, which hands a promise back as it is, with a `then` that may be anything.
      return new Promise(resolve => {
        resolve(answer);
      }).then(
        settled => this.strictly(predicate, settled),
        (error: unknown) => this.failed(predicate, { error }),
      );
    } catch (error) {
      return this.failed(predicate, { error });
    }
  }

  // Fail closed: a truthy answer is not an answer.
  private strictly(predicate: OriginPredicate, answer: unknown): boolean {
    return typeof answer === 'boolean' ? answer : this.failed(predicate, { answer });
  }

  private failed(predicate: OriginPredicate, failure: { error: unknown } | { answer: unknown }): false {
    try {
      this.onFailure(predicate, failure);
    } catch {
      // Whoever listens may stumble over what was thrown or answered; the answer stays.
    }
    return false;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
