/** More questions than this about origins that are not known as allowed are not open at once: a flood does not wait for a database. */
export const MAX_OPEN_QUESTIONS = 1_000;

/** What the resolver was asked. */
export interface Question {
  readonly key: string;
  readonly origin: string;
  /** In milliseconds of the cache's clock. */
  readonly askedAt: number;
}

interface Awaited {
  readonly question: Question;
  /** What everybody gets who waits for it. */
  readonly answer: Promise<boolean>;
}

/** The questions that the resolver has not answered yet: one for each key, and those whose answer nobody waits for any more. */
export class OpenQuestions {
  private readonly awaited = new Map<string, Awaited>();
  private readonly late = new Set<Question>();

  /** Whether no further question is to be opened about an origin that is not known as allowed. */
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

  /** Nobody waits any more; should an answer come, it is still of use. */
  giveUpWaiting(question: Question): void {
    if (!this.isAwaited(question)) return;
    this.awaited.delete(question.key);
    const [oldest] = this.late;
    if (this.late.size >= MAX_OPEN_QUESTIONS && oldest !== undefined) this.late.delete(oldest);
    this.late.add(question);
  }

  /** Ends a question, and tells whether its answer still counts: not if the origin was forgotten in the meantime. */
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
