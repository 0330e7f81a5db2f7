import { Logger } from '@nestjs/common';
import type { RehearsalReport } from '../exchange/index.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { KnownKinds } from './known-kinds.js';
import { MinuteReport } from './minute-report.js';
import { rehearsalLine } from './refusal-lines.js';

/** A client that sends random origins must not fill memory or the log. */
const LIMITS = { linesAtOnce: 20, mostKinds: 500, replacesOldest: true } as const;
/** The longest part of a request in the name of a kind, in characters. */
const LONGEST_PART = 330;

/**
 * Logs each distinct difference that a rehearsal finds once. It counts the rest, and the requests
 * that could not be decided. A report gives the counts about once a minute.
 */
export class RehearsalLog {
  private readonly logger = new Logger('CorsRehearsal');
  private readonly kinds: KnownKinds;
  private readonly minute: MinuteReport;
  private counted = 0;
  private undecided = 0;

  constructor(clock: Clock = SYSTEM_CLOCK) {
    this.kinds = new KnownKinds(LIMITS, () => clock.now());
    this.minute = new MinuteReport(clock, seconds => {
      this.report(seconds);
    });
  }

  noteDifference(report: RehearsalReport): void {
    if (this.kinds.see(kindOf(report)) === 'new') {
      this.logger.warn(rehearsalLine(report));
      return;
    }
    this.counted += 1;
    this.minute.counted();
  }

  noteUndecided(): void {
    this.undecided += 1;
    this.minute.counted();
  }

  private report(seconds: number): void {
    const { counted, undecided } = this;
    this.counted = 0;
    this.undecided = 0;
    if (counted > 0)
      this.logger.warn(`${counted} further requests in the last ${seconds} s differ in the rehearsal.`);
    if (undecided > 0) {
      this.logger.warn(
        `The rehearsal did not decide ${undecided} requests in the last ${seconds} s: its predicates are not asked, or it leaves the ` +
          'path to the application. With askPredicates: true they are asked.',
      );
    }
  }
}

/** Differences are of the same kind if the handlers, the origin and both verdicts are the same. */
function kindOf(report: RehearsalReport): string {
  const { kind, origin, method, refusal, wouldRefuse } = report;
  const routes = report.routes().map(route => (route === undefined ? '' : `${route.method} ${route.path}`));
  return [kind, origin, method, refusal?.cause ?? '', wouldRefuse?.cause ?? '', ...routes]
    .map(part => part.slice(0, LONGEST_PART))
    .join(' ');
}
