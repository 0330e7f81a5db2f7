import { type OriginFailure, describeValue } from '../policy/index.js';
import type { Clock } from './clock.js';
import { type KindLimits, KnownKinds } from './known-kinds.js';
import { MinuteReport } from './minute-report.js';

/** Messages that differ with each request must not fill memory or the log. */
const LIMITS: KindLimits = { linesAtOnce: 20, mostKinds: 100, replacesOldest: true };
/** The most causes that a report names. The most frequent come first. */
const MOST_NAMED = 3;

export interface FailureOutput {
  log(line: string): void;
  /** Called when there is something to report, and when it was reported. */
  countingChanged(failures: PredicateFailures, isCounting: boolean): void;
}

/** The failures of one predicate. */
export class PredicateFailures {
  private readonly causes: KnownKinds;
  private readonly minute: MinuteReport;
  private readonly repeated = new Map<string, number>();
  private unlisted = 0;

  constructor(
    private readonly name: string,
    clock: Clock,
    private readonly output: FailureOutput,
  ) {
    this.causes = new KnownKinds(LIMITS, () => clock.now());
    this.minute = new MinuteReport(clock, seconds => {
      this.report(seconds);
    });
  }

  note(failure: OriginFailure): void {
    const cause = causeOf(failure);
    switch (this.causes.see(cause)) {
      case 'new':
        this.output.log(
          `${this.name === '' ? 'An origin predicate' : `The origin predicate ${this.name}`} ${cause}. ` +
            'The origin was refused. Further failures of this kind are counted.',
        );
        return;
      case 'repeated':
        this.repeated.set(cause, (this.repeated.get(cause) ?? 0) + 1);
        break;
      case 'unlisted':
        this.unlisted += 1;
    }
    this.output.countingChanged(this, true);
    this.minute.counted();
  }

  stop(): void {
    this.minute.stop();
  }

  private report(seconds: number): void {
    const causes = [...this.repeated].sort(([, a], [, b]) => b - a);
    const named = causes.slice(0, MOST_NAMED).map(([cause, times]) => `it ${cause} (${timesOf(times)})`);
    const others = sum(causes.slice(MOST_NAMED)) + this.unlisted;
    if (others > 0) named.push(`other causes (${timesOf(others)})`);
    const who = this.name === '' ? 'an origin predicate' : `the origin predicate ${this.name}`;
    const all = sum(causes) + this.unlisted;
    this.repeated.clear();
    this.unlisted = 0;
    this.output.countingChanged(this, false);
    this.output.log(
      `In the last ${seconds} s, ${who} gave no answer ${timesOf(all)}, and each origin was refused: ${named.join(', ')}.`,
    );
  }
}

function causeOf(failure: OriginFailure): string {
  if ('timeout' in failure) {
    return `gave no answer in time: all predicates of a request have ${failure.timeout} ms together (originTimeout)`;
  }
  return 'error' in failure
    ? `failed: ${messageOf(failure.error)}`
    : `answered ${describeValue(failure.answer)}, which is neither true nor false`;
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return describeValue(error);
  // Node reports a refused connection as an AggregateError without a message.
  if (error.message === '' && 'code' in error) return describeValue(error.code);
  return describeValue(error.message === '' ? error.name : error.message);
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function sum(counts: readonly (readonly [string, number])[]): number {
  return counts.reduce((total, [, count]) => total + count, 0);
}
