import { describeValue, type OriginPredicate } from '../policy/index.js';
import type { CacheSettings } from './cached-origins-options.js';
import { MAX_OPEN_QUESTIONS, OpenQuestions, type Question } from './open-questions.js';
import { OriginAnswers } from './origin-answers.js';

/** The limit of a key, because clients can influence keys and must not control the memory use. */
const LONGEST_KEY = 1_024;

/** The resolver of a cache, and the listener for failures that an older answer hides. */
export interface CachedSource {
  /** For messages. */
  readonly name: string;
  readonly ask: OriginPredicate;
  readonly onStaleAnswer: (failure: Error) => void;
}

/**
 * The cached answers of a resolver. There is one call at a time for each key. Only `true` and
 * `false` are kept. If the resolver fails and there is no answer that may still be used, the cache
 * fails in the same way.
 */
export class OriginCache {
  private readonly answers: OriginAnswers;
  private readonly questions = new OpenQuestions();

  constructor(
    private readonly source: CachedSource,
    private readonly settings: CacheSettings,
    // A monotonic clock: changes of the system time must not change the age of an answer.
    private readonly now: () => number = () => performance.now(),
  ) {
    this.answers = new OriginAnswers(settings.maxEntries);
  }

  /** The number of answers and of questions without an answer. */
  get size(): number {
    return this.answers.size + this.questions.size;
  }

  /** @throws {Error} (or rejects) if there is no usable answer and the resolver gives none */
  isAllowed(origin: string, request: unknown): boolean | Promise<boolean> {
    const key = this.keyOf(origin, request);
    const known = this.answers.get(key);
    const askedAt = this.now();
    if (known !== undefined && askedAt < known.askedAt + this.settings.ttl) return known.allowed;
    const awaited = this.questions.answerAbout(key);
    if (awaited !== undefined) return awaited;
    // Origins with an older answer `true` are always asked about: maxEntries limits their number.
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
    // The length makes the key unambiguous: no other key and origin give the same text.
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
    // Not `Promise.resolve()`, which returns a promise as it is, even with an overwritten `then`.
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

  /** The older answer if `staleWhileError` permits it; otherwise throws the failure. */
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
