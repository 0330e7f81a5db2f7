import { AnswerTime } from './answer-time.js';
import type { OriginPredicate } from './policy-options.js';

/** Why a predicate gave no answer: a throw or a rejection, another value, or none within so many milliseconds. */
export type OriginFailure =
  { readonly error: unknown } | { readonly answer: unknown } | { readonly timeout: number };

/** Learns of each predicate that answers neither `true` nor `false`. */
export type OriginFailureListener = (predicate: OriginPredicate, failure: OriginFailure) => void;

/**
 * The questions that one request puts to predicates and resolvers. Each is asked once, however many policies share it. All answers together
 * have a limited time; after it everything is refused.
 */
export class OriginQuestion {
  private readonly answers = new Map<OriginPredicate, boolean | Promise<boolean>>();
  private readonly unanswered = new Set<OriginPredicate>();
  /** Absent until an answer is awaited. */
  private time: AnswerTime | undefined;

  /** @param timeout in milliseconds, for all answers together */
  constructor(
    private readonly origin: string,
    private readonly request: unknown,
    private readonly onFailure: OriginFailureListener,
    private readonly timeout: number,
  ) {}

  /** Whether one of the predicates allows the origin, asked in order until one does. Never rejects. */
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
      // Not `Promise.resolve()`, which hands a promise back as it is, with a `then` that may be anything.
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

  // Fail closed: a truthy answer is not an answer.
  private strictly(predicate: OriginPredicate, answer: unknown): boolean {
    return typeof answer === 'boolean' ? answer : this.failed(predicate, { answer });
  }

  private failed(predicate: OriginPredicate, failure: OriginFailure): false {
    // What comes after the time was reported as late.
    if (this.time?.isOver !== true) this.report(predicate, failure);
    return false;
  }

  private report(predicate: OriginPredicate, failure: OriginFailure): void {
    try {
      this.onFailure(predicate, failure);
    } catch {
      // The listener may fail over what was thrown or answered. The answer stays.
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
