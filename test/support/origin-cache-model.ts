/** The result of a look-up. */
export type Outcome = true | false | 'throws' | 'junk';

interface Entry {
  readonly key: string;
  readonly origin: string;
  readonly allowed: boolean;
  readonly asked: number;
}

interface Question {
  readonly key: string;
  readonly origin: string;
  readonly asked: number;
  readonly waiting: number[];
  /** Whether its answer may be kept. */
  counts: boolean;
  timedOut: boolean;
  settled: boolean;
}

/**
 * The expected behaviour of a cache of origins, written only with lists and loops. The last member
 * of a list was used most recently.
 */
export class OriginCacheModel {
  readonly results: string[] = [];
  asked = 0;
  private now = 0;
  private allowed: Entry[] = [];
  private refused: Entry[] = [];
  private readonly questions: Question[] = [];

  constructor(
    private readonly numbers: {
      readonly ttl: number;
      readonly maxEntries: number;
      readonly staleWhileError: number;
      readonly timeout: number;
    },
  ) {}

  get size(): number {
    const open = this.questions.filter(({ counts, settled }) => counts && !settled);
    return this.allowed.length + this.refused.length + open.length;
  }

  ask(origin: string, tenant: string, behaviour: Outcome | 'later'): void {
    const number = this.results.push('waits') - 1;
    const key = `${origin} for ${tenant}`;
    const entry = this.use(key);
    if (entry !== undefined && this.now < entry.asked + this.numbers.ttl) {
      this.results[number] = String(entry.allowed);
      return;
    }
    const open = this.questions.find(
      each => each.key === key && each.counts && !each.timedOut && !each.settled,
    );
    if (open !== undefined) {
      open.waiting.push(number);
      return;
    }
    this.asked++;
    const question: Question = {
      key,
      origin,
      asked: this.now,
      waiting: [number],
      counts: true,
      timedOut: false,
      settled: false,
    };
    if (behaviour === 'later') this.questions.push(question);
    else this.answer(question, behaviour);
  }

  settle(which: number, outcome: Outcome): void {
    const question = this.questions[which];
    if (question === undefined || question.settled) return;
    this.answer(question, outcome);
  }

  wait(milliseconds: number): void {
    const end = this.now + milliseconds;
    // Of the same millisecond the older question first, as timers do.
    for (; this.now < end;) {
      this.now++;
      for (const question of this.questions) {
        if (question.settled || question.timedOut || this.now < question.asked + this.numbers.timeout)
          continue;
        question.timedOut = true;
        this.fail(question);
      }
    }
  }

  forget(origin: string): void {
    this.allowed = this.allowed.filter(entry => entry.origin !== origin);
    this.refused = this.refused.filter(entry => entry.origin !== origin);
    for (const question of this.questions) if (question.origin === origin) question.counts = false;
  }

  clear(): void {
    this.allowed = [];
    this.refused = [];
    for (const question of this.questions) question.counts = false;
  }

  private answer(question: Question, outcome: Outcome): void {
    question.settled = true;
    if (outcome === 'throws' || outcome === 'junk') {
      if (!question.timedOut) this.fail(question);
      return;
    }
    if (question.counts) this.keep(question, outcome);
    this.tell(question, String(outcome));
  }

  private fail(question: Question): void {
    const entry = this.use(question.key);
    const { ttl, staleWhileError } = this.numbers;
    const serves = entry !== undefined && this.now < entry.asked + ttl + staleWhileError;
    this.tell(question, serves ? String(entry.allowed) : 'fails');
  }

  private tell(question: Question, result: string): void {
    for (const number of question.waiting.splice(0)) this.results[number] = result;
  }

  private keep({ key, origin, asked }: Question, allowed: boolean): void {
    const known = [...this.allowed, ...this.refused].find(entry => entry.key === key);
    if (known !== undefined && known.asked > asked) return;
    this.allowed = this.allowed.filter(entry => entry.key !== key);
    this.refused = this.refused.filter(entry => entry.key !== key);
    const kind = allowed ? this.allowed : this.refused;
    kind.push({ key, origin, allowed, asked });
    if (kind.length > this.numbers.maxEntries) kind.shift();
  }

  private use(key: string): Entry | undefined {
    for (const kind of [this.allowed, this.refused]) {
      const index = kind.findIndex(entry => entry.key === key);
      const [entry] = index === -1 ? [] : kind.splice(index, 1);
      if (entry !== undefined) {
        kind.push(entry);
        return entry;
      }
    }
    return undefined;
  }
}
