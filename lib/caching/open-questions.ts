/**
 * The limit of concurrent questions. Beyond it, only origins with an older answer `true` are asked
 * about, so that a flood of random origins does not overload the resolver.
 */
export const MAX_OPEN_QUESTIONS = 1_000;

/** A call of the resolver. */
export interface Question {
  readonly key: string;
  readonly origin: string;
  /** In milliseconds of the cache's clock. */
  readonly askedAt: number;
}

interface Awaited {
  readonly question: Question;
  /** The answer that all waiting requests share. */
  readonly answer: Promise<boolean>;
}

/**
 * The questions that the resolver has not answered yet. There is one awaited question for each key.
 * Late questions are those that requests no longer wait for.
 */
export class OpenQuestions {
  private readonly awaited = new Map<string, Awaited>();
  private readonly late = new Set<Question>();

  /** Whether {@link MAX_OPEN_QUESTIONS} is reached. */
  get isFull(): boolean {
    return this.awaited.size >= MAX_OPEN_QUESTIONS;
  }

  get size(): number {
    return this.awaited.size + this.late.size;
  }

  answerAbout(key: string): Promise<boolean> | undefined {
    return this.awaited.get(key)?.answer;
  }

  open(question: Question, answer: Promise<boolean>): void {
    this.awaited.set(question.key, { question, answer });
  }

  /** Makes a question late. Its answer can still be kept. */
  giveUpWaiting(question: Question): void {
    if (!this.isAwaited(question)) return;
    this.awaited.delete(question.key);
    const [oldest] = this.late;
    if (this.late.size >= MAX_OPEN_QUESTIONS && oldest !== undefined) this.late.delete(oldest);
    this.late.add(question);
  }

  /** Ends a question. Returns whether its answer counts, which it does not after `forget()`. */
  close(question: Question): boolean {
    return this.isAwaited(question) ? this.awaited.delete(question.key) : this.late.delete(question);
  }

  forget(origin: string): void {
    for (const question of [...Array.from(this.awaited.values(), each => each.question), ...this.late]) {
      if (question.origin === origin) this.close(question);
    }
  }

  clear(): void {
    this.awaited.clear();
    this.late.clear();
  }

  private isAwaited(question: Question): boolean {
    return this.awaited.get(question.key)?.question === question;
  }
}
