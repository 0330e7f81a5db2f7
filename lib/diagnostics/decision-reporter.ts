import { channel } from 'node:diagnostics_channel';
import { CORS_DECISION_CHANNEL } from '../interfaces/index.js';
import type { DecisionObserver, DecisionReport, RehearsalReport } from '../exchange/index.js';
import { corsDecision, rehearsalDecision } from './cors-decision.js';
import { RehearsalLog } from './rehearsal-log.js';
import type { RefusalLog } from './refusal-log.js';

// Kept in a variable: Node collects channels without references, and the name then gives another
// channel.
const decisions = channel(CORS_DECISION_CHANNEL);

/**
 * Logs what the server refused and what `enforce: true` would refuse. Publishes every decision if
 * the channel has subscribers.
 */
export class DecisionReporter implements DecisionObserver {
  constructor(
    private readonly log: Pick<RefusalLog, 'note'>,
    private readonly rehearsals: Pick<RehearsalLog, 'noteDifference' | 'noteUndecided'> = new RehearsalLog(),
  ) {}

  get wantsAllowed(): boolean {
    return decisions.hasSubscribers;
  }

  observe(report: DecisionReport): void {
    // If a subscriber throws, Node reports an uncaught exception afterwards.
    if (decisions.hasSubscribers) decisions.publish(corsDecision(report));
    const isAllowed = report.refusal === undefined && report.reported === undefined;
    // Pages of the server's own origin are never refused.
    if (isAllowed || (report.kind === 'actual' && !report.refusable)) return;
    quietly(() => {
      this.log.note(report);
    });
  }
  rehearsed(report: RehearsalReport): void {
    if (decisions.hasSubscribers) decisions.publish(rehearsalDecision(report));
    quietly(() => {
      this.rehearsals.noteDifference(report);
    });
  }

  undecided(): void {
    quietly(() => {
      this.rehearsals.noteUndecided();
    });
  }
}

/** The logger belongs to the application. If it throws, the response must go on. */
function quietly(note: () => void): void {
  try {
    note();
  } catch {
    // The caller goes on without the log.
  }
}
