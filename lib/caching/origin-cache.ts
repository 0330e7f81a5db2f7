import { describeValue, type OriginPredicate } from '../policy/index.js';
import type { CacheSettings } from './cached-origins-options.js';
import { MAX_OPEN_QUESTIONS, OpenQuestions, type Question } from './open-questions.js';
import { OriginAnswers } from './origin-answers.js';

/** Longer keys are refused: what a client can put into a key must not decide how much memory the cache takes. */
const LONGEST_KEY = 1_024;

/** Who is asked, and who learns of it where an old answer hides that nobody answered. */
export interface CachedSource {
  /** For messages. */
  readonly name: string;
  readonly ask: OriginPredicate;
  readonly onStaleAnswer: (failure: Error) => void;
}

/**
 * Answers of a resolver, remembered. Asks once for each key at a time, keeps nothing but `true` and `false`, and fails as the resolver does where
 * no answer is known that is fresh enough.
 */
export class OriginCache {
  private readonly answers: OriginAnswers;
  private readonly questions = new OpenQuestions();

  constructor(
    private readonly source: CachedSource,
    private readonly settings: CacheSettings,
    // Of its own and not of the day: an answer must not grow old, or young again, because somebody sets the clock.
    private readonly now: () => number = () => performance.now(),
  ) {
    this.answers = new OriginAnswers(settings.maxEntries);
  }

  /** How much is remembered: answers, and questions under way. */
  get size(): number {
    return this.answers.size + this.questions.size;
  }

  /** @throws {Error} (or rejects) where nothing is known and the resolver gives no answer */
  isAllowed(origin: string, request: unknown): boolean | Promise<boolean> {
    const key = this.keyOf(origin, request);
    const known = this.answers.get(key);
    const askedAt = this.now();
    if (known !== undefined && askedAt < known.askedAt + this.settings.ttl) return known.allowed;
    const awaited = this.questions.answerAbout(key);
    if (awaited !== undefined) return awaited;
    // Origins that were allowed a moment ago are asked about in any case: there are no more of them than entries.
    if (this.questions.isFull && known?.allowed !== true) {
      return this.answerOfOld(
        key,
        new Error(`more than ${MAX_OPEN_QUESTIONS} calls to ${this.source.name} are waiting for an answer`),
      );
    }
    return this.ask({ key, origin, askedAt }, request);
  }

  forget(origin: string): void {
    this.questions.forget(origin);
    this.answers.forget(origin);
  }

  clear(): void {
    this.questions.clear();
    this.answers.clear();
  }

  private keyOf(origin: string, request: unknown): string {
    const { key: keyOf } = this.settings;
    if (keyOf === undefined) return origin;
    const key: unknown = keyOf(origin, request);
    if (typeof key !== 'string') {
      throw new TypeError(`the key of ${this.source.name} is ${describeValue(key)}, not a string`);
    }
    if (key.length > LONGEST_KEY) {
      throw new RangeError(`the key of ${this.source.name} is longer than ${LONGEST_KEY} characters`);
    }
    // With its length in front, so that no other key and origin read the same.
    return `${key.length} ${key}${origin}`;
  }

  private ask(question: Question, request: unknown): boolean | Promise<boolean> {
    try {
      const given: unknown = this.source.ask(question.origin, request);
      return isThenable(given) ? this.await(question, given) : this.keep(question, given);
    } catch (error) {
      return this.answerOfOld(question.key, asError(error));
    }
  }

  private await(question: Question, given: PromiseLike<unknown>): Promise<boolean> {
    const { timeout } = this.settings;
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.questions.giveUpWaiting(question);
        reject(new Error(`${this.source.name} did not answer within ${timeout} ms`));
      }, timeout);
      timer.unref();
    });
    // Not `Promise.resolve()`, which hands a promise back as it is, with a `then` that may be anything.
    const answered = new Promise(resolve => {
      resolve(given);
    })
      .finally(() => {
        clearTimeout(timer);
      })
      .then(
        answer => (this.questions.close(question) ? this.keep(question, answer) : this.strictly(answer)),
        (error: unknown) => {
          this.questions.close(question);
          throw error;
        },
      );
    const answer = Promise.race([answered, tooLate]).catch((error: unknown) =>
      this.answerOfOld(question.key, asError(error)),
    );
    this.questions.open(question, answer);
    return answer;
  }

  private keep({ key, origin, askedAt }: Question, given: unknown): boolean {
    const allowed = this.strictly(given);
    this.answers.set(key, { origin, allowed, askedAt });
    return allowed;
  }

  private strictly(given: unknown): boolean {
    if (typeof given === 'boolean') return given;
    throw new TypeError(
      `${this.source.name} answered ${describeValue(given)}, which is neither true nor false`,
    );
  }

  /** The answer that was true a while ago, if it may still serve; else throws the reason why there is no newer one. */
  private answerOfOld(key: string, failure: Error): boolean {
    const { ttl, staleWhileError } = this.settings;
    const known = this.answers.get(key);
    if (known === undefined || this.now() >= known.askedAt + ttl + staleWhileError) throw failure;
    this.source.onStaleAnswer(failure);
    return known.allowed;
  }
}

function asError(cause: unknown): Error {
  return cause instanceof Error ? cause : new Error(describeValue(cause));
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
