import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { DecisionRefusal, DecisionReport } from '../exchange/index.js';
import type { CompiledPolicy } from '../policy/index.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { KnownKinds, type Novelty } from './known-kinds.js';
import { MinuteReport } from './minute-report.js';
import { refusalLine, unservedLine } from './refusal-lines.js';
import { firstSegment, normalizedPrefix, withoutQuery } from './shown-path.js';

/** A client that sends random origins must not fill memory or the log. */
const SERVED = { linesAtOnce: 20, mostKinds: 500, replacesOldest: true } as const;
/** Random paths must not use up the lines and the memory of routes that exist. */
const UNSERVED = { linesAtOnce: 100, mostKinds: 100, replacesOldest: false } as const;
/** The longest part of a request in the name of a kind, in characters. */
const LONGEST_PART = 330;

interface Counts {
  repeated: number;
  unlisted: number;
}

/**
 * Logs each distinct refusal once, as a warning with the reason and the place to change, and counts
 * the rest. A report gives the count about once a minute while refusals last, and at shutdown. A
 * kind of refusal that was not seen for an hour is logged again. Memory and log are bounded for all
 * requests. With `'report'` for `enforce` or `handshakes`, the log has what `true` would refuse.
 *
 * A refusal is a warning. The server works, but the page shows its user a failure that no other log
 * has.
 */
export class RefusalLog implements OnApplicationShutdown {
  private readonly logger = new Logger('CorsRefusals');
  private readonly served: KnownKinds;
  private readonly unserved: KnownKinds;
  private readonly minute: MinuteReport;
  private readonly numbers = new WeakMap<CompiledPolicy, number>();
  private lastNumber = 0;
  private readonly refused = { repeated: 0, unlisted: 0 };
  private readonly reported = { repeated: 0, unlisted: 0 };
  private readonly reportedHandshakes = { repeated: 0, unlisted: 0 };

  /**
   * @param globalPrefix is called at each refusal, because an application sets it after this log
   * exists
   */
  constructor(
    clock: Clock = SYSTEM_CLOCK,
    private readonly globalPrefix: () => string = () => '',
  ) {
    const now = () => clock.now();
    this.served = new KnownKinds(SERVED, now);
    this.unserved = new KnownKinds(UNSERVED, now);
    this.minute = new MinuteReport(clock, seconds => {
      this.report(seconds);
    });
  }

  note(report: DecisionReport): void {
    const refusal = report.reported ?? report.refusal;
    if (refusal === undefined) return;
    const counts = this.countsOf(report);
    if (hasNoRoute(report)) {
      const prefix = normalizedPrefix(this.globalPrefix());
      const novelty = this.unserved.see(firstSegment(withoutQuery(report.url), prefix));
      this.logOrCount(counts, novelty, () => unservedLine(report, refusal, prefix));
    } else {
      const novelty = this.served.see(this.kindOf(report, refusal));
      this.logOrCount(counts, novelty, () => refusalLine(report, refusal));
    }
  }

  onApplicationShutdown(): void {
    this.minute.stop();
  }

  private countsOf({ kind, reported }: DecisionReport): Counts {
    if (reported === undefined) return this.refused;
    return kind === 'handshake' ? this.reportedHandshakes : this.reported;
  }

  private logOrCount(counts: Counts, novelty: Novelty, line: () => string): void {
    if (novelty === 'new') {
      this.logger.warn(line());
      return;
    }
    counts[novelty] += 1;
    this.minute.counted();
  }

  private report(seconds: number): void {
    this.reportCounts(`Refused in the last ${seconds} s`, this.refused);
    this.reportCounts(`enforce: true would have refused in the last ${seconds} s`, this.reported);
    this.reportCounts(
      `handshakes: true would have refused in the last ${seconds} s`,
      this.reportedHandshakes,
    );
  }

  private reportCounts(what: string, counts: Counts): void {
    const { repeated, unlisted } = counts;
    const parts = [
      ...(repeated > 0 ? [`${repeated} like those that were logged before`] : []),
      ...(unlisted > 0 ? [`${unlisted} of other kinds, too many to log each`] : []),
    ];
    if (parts.length === 0) return;
    Object.assign(counts, { repeated: 0, unlisted: 0 });
    this.logger.warn(`${what}: ${parts.join(', and ')}.`);
  }

  /**
   * Refusals are of the same kind if the cause, the policy, the refused value and the header of
   * other code are the same.
   */
  private kindOf(report: DecisionReport, refusal: DecisionRefusal): string {
    const { kind, origin, method, policies, overridden = '' } = report;
    const { cause } = refusal;
    const what =
      cause === 'method'
        ? method
        : cause === 'headers'
          ? refusal.names.join()
          : cause === 'host'
            ? refusal.host
            : cause;
    let numbers = '';
    for (const policy of policies) numbers += `${this.numberOf(policy)},`;
    return `${kind} ${cause} ${shortened(numbers)} ${shortened(what)} ${shortened(origin)} ${shortened(overridden)}`;
  }

  private numberOf(policy: CompiledPolicy): number {
    let number = this.numbers.get(policy);
    if (number === undefined) {
      number = ++this.lastNumber;
      this.numbers.set(policy, number);
    }
    return number;
  }
}

/** Part of a kind. It is bounded, because clients choose some parts. */
function shortened(part: string): string {
  return part.length > LONGEST_PART ? part.slice(0, LONGEST_PART) : part;
}

/** Whether the module's defaults decided because no route serves the request. */
function hasNoRoute(report: DecisionReport): boolean {
  const { at, kind, policies } = report;
  // Servers of other packages accept handshakes, and the routes do not include them.
  if (kind === 'handshake') return false;
  // The routes are looked up only if they can be missing.
  if (at.hasKey || policies[0] !== at.policiesOf(undefined)[0]) return false;
  return report.routes().every(route => route === undefined);
}
