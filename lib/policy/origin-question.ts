import { AnswerTime } from './answer-time.js';
import type { OriginPredicate } from './policy-options.js';

/**
 * Why a predicate gave no answer: an error, a value that is not a boolean, or a timeout in
 * milliseconds.
 */
export type OriginFailure =
  { readonly error: unknown } | { readonly answer: unknown } | { readonly timeout: number };

/** Is called for each predicate that answers neither `true` nor `false`. */
export type OriginFailureListener = (predicate: OriginPredicate, failure: OriginFailure) => void;

/**
 * The questions of one request to predicates and resolvers. Each predicate is asked once, even if
 * several policies share it. All answers together have a time limit. After it, the origin is
 * refused.
 */
export class OriginQuestion {
  private readonly answers = new Map<OriginPredicate, boolean | Promise<boolean>>();
  private readonly unanswered = new Set<OriginPredicate>();
  /** `undefined` until a promise is awaited. */
  private time: AnswerTime | undefined;

  /** @param timeout the time for all answers together, in milliseconds */
  constructor(
    private readonly origin: string,
    private readonly request: unknown,
    private readonly onFailure: OriginFailureListener,
    private readonly timeout: number,
  ) {}

  /** Asks the predicates in order until one allows the origin. Never rejects. */
  ask(predicates: readonly OriginPredicate[]): boolean | Promise<boolean> {
    const answer = this.askInTurn(predicates);
    if (typeof answer === 'boolean') return answer;
    this.time ??= new AnswerTime(this.timeout, () => {
      for (const predicate of this.unanswered) this.report(predicate, { timeout: this.timeout });
    });
    return this.time.within(answer);
  }

  private askInTurn(predicates: readonly OriginPredicate[]): boolean | Promise<boolean> {
    if (this.time?.isOver === true) return false;
    for (const [index, predicate] of predicates.entries()) {
      const answer = this.answerOf(predicate);
      if (answer === true) return true;
      if (answer !== false) {
        return answer.then(allowed => allowed || this.askInTurn(predicates.slice(index + 1)));
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
      this.unanswered.add(predicate);
      // Not `Promise.resolve()`, which returns a promise as it is, even with an overwritten `then`.
      return new Promise(resolve => {
        resolve(answer);
      }).then(
        settled => {
          this.unanswered.delete(predicate);
          return this.strictly(predicate, settled);
        },
        (error: unknown) => {
          this.unanswered.delete(predicate);
          return this.failed(predicate, { error });
        },
      );
    } catch (error) {
      return this.failed(predicate, { error });
    }
  }

  // Fails closed: a truthy value is not accepted as an answer.
  private strictly(predicate: OriginPredicate, answer: unknown): boolean {
    return typeof answer === 'boolean' ? answer : this.failed(predicate, { answer });
  }

  private failed(predicate: OriginPredicate, failure: OriginFailure): false {
    // After the time limit, the predicate was already reported as late.
    if (this.time?.isOver !== true) this.report(predicate, failure);
    return false;
  }

  private report(predicate: OriginPredicate, failure: OriginFailure): void {
    try {
      this.onFailure(predicate, failure);
    } catch {
      // The listener can fail on the value that was thrown. This must not change the answer.
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
