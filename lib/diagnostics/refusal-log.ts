import { Logger, type OnModuleDestroy } from '@nestjs/common';
import type { DecisionReport } from '../platform/decision-observer.js';
import { type CompiledPolicy, type PreflightRefusal, describeValue } from '../policy/index.js';
import { explainedPolicies } from './explained-policy.js';
import { LineBudget } from './line-budget.js';
import { headerAdvice, methodAdvice, originAdvice, tooManyHeadersAdvice } from './refusal-advice.js';

const MINUTE = 60_000;
/** Of kinds of refusal, in lines: that many at once, then one a minute. Who sends random origins fills no log with them. */
const LINES_AT_ONCE = 20;
/** Of kinds that were logged: the oldest is forgotten first, and would be logged once more. */
const MOST_KINDS = 500;
/** Of what the client sent, in the name of a kind. */
const LONGEST_PART = 330;

/**
 * Logs each distinct refusal once, as a warning with the reason and the place to change, and counts the rest, of which it tells once a minute
 * while there are any, and at shutdown. Memory and log stay bounded whatever clients send.
 *
 * A warning and no error: nothing is broken, and nobody should be woken up. And no less than that: the page whose script was refused shows its
 * user a failure of which the server otherwise knows nothing.
 */
export class RefusalLog implements OnModuleDestroy {
  private readonly logger = new Logger('CorsRefusals');
  private readonly kinds = new Set<string>();
  private readonly numbers = new WeakMap<CompiledPolicy, number>();
  private readonly budget: LineBudget;
  private lastNumber = 0;
  private repeated = 0;
  private unlisted = 0;
  private countingSince = 0;

  constructor(private readonly now: () => number = Date.now) {
    this.budget = new LineBudget(LINES_AT_ONCE, MINUTE, now);
  }

  note(report: DecisionReport): void {
    const { refusal } = report;
    if (refusal === undefined) return;
    const kind = this.kindOf(report, refusal);
    if (this.kinds.has(kind)) {
      this.count('repeated');
    } else if (this.budget.take()) {
      this.remember(kind);
      this.logger.warn(describe(report, refusal));
    } else {
      this.count('unlisted');
    }
    if (this.repeated + this.unlisted > 0 && this.now() - this.countingSince >= MINUTE) this.summarise();
  }

  onModuleDestroy(): void {
    if (this.repeated + this.unlisted > 0) this.summarise();
  }

  private count(counter: 'repeated' | 'unlisted'): void {
    if (this.repeated + this.unlisted === 0) this.countingSince = this.now();
    this[counter] += 1;
  }

  private summarise(): void {
    const parts = [
      ...(this.repeated > 0 ? [`${this.repeated} like those that were logged before`] : []),
      ...(this.unlisted > 0 ? [`${this.unlisted} of other kinds, too many to log each`] : []),
    ];
    const seconds = Math.round((this.now() - this.countingSince) / 1_000);
    this.logger.warn(`Refused in the last ${seconds} s: ${parts.join(', and ')}.`);
    this.repeated = 0;
    this.unlisted = 0;
  }

  private remember(kind: string): void {
    if (this.kinds.size >= MOST_KINDS) {
      const [oldest = ''] = this.kinds;
      this.kinds.delete(oldest);
    }
    this.kinds.add(kind);
  }

  /** Refusals are alike where the cause, the policy and what it refused are. */
  private kindOf({ kind, origin, method, policies }: DecisionReport, refusal: PreflightRefusal): string {
    const numbers = policies.map(policy => this.numberOf(policy)).join();
    const what =
      refusal.cause === 'method'
        ? method
        : refusal.cause === 'headers'
          ? refusal.names.join()
          : refusal.cause;
    return `${kind} ${refusal.cause} ${numbers} ${what.slice(0, LONGEST_PART)} ${origin.slice(0, LONGEST_PART)}`;
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

function describe(report: DecisionReport, refusal: PreflightRefusal): string {
  const { kind, method, url, origin, status, enforced } = report;
  const what = `${kind === 'preflight' ? 'the preflight of ' : ''}${describeValue(method)} ${describeValue(url)}`;
  const how =
    kind === 'preflight' || enforced ? `answered with ${status}` : 'the browser withholds the answer';
  return `Refused ${what} from ${describeValue(origin)} (${how}): ${advice(report, refusal)}. Further ones are counted.`;
}

function advice(
  { snapshot, origin, method, requestedHeaders = '', ...report }: DecisionReport,
  refusal: PreflightRefusal,
): string {
  const explained = explainedPolicies(snapshot, report.routes());
  switch (refusal.cause) {
    case 'origin': {
      const refusing = explained.find(({ policy }) => policy.origin.verdict(origin) === 'refused');
      const asking = explained.find(({ policy }) => policy.origin.verdict(origin) === 'ask');
      const policy = refusing ?? asking;
      return policy === undefined
        ? 'no Access-Control-Allow-Origin'
        : originAdvice(policy, origin, refusing === undefined ? [] : undefined);
    }
    case 'method':
      return methodAdvice(method, explained);
    case 'headers':
      return refusal.names
        .slice(0, 3)
        .map(name => headerAdvice(name, explained))
        .join('; ');
    case 'headers-too-long':
      return tooManyHeadersAdvice(requestedHeaders.length);
    case 'headers-malformed':
      return `Access-Control-Request-Headers is ${describeValue(requestedHeaders)}, which is no list of header names`;
  }
}
