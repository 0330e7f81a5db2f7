import { channel } from 'node:diagnostics_channel';
import { CORS_DECISION_CHANNEL } from '../interfaces/index.js';
import type { DecisionObserver, DecisionReport, RehearsalReport } from '../platform/index.js';
import { corsDecision, rehearsalDecision } from './cors-decision.js';
import { RehearsalLog } from './rehearsal-log.js';
import type { RefusalLog } from './refusal-log.js';

// Held, since a channel that nobody holds is collected, and its name then leads to another.
const decisions = channel(CORS_DECISION_CHANNEL);

/** Logs what was refused and what `enforce: true` would refuse, and publishes every decision where somebody listens. */
export class DecisionReporter implements DecisionObserver {
  constructor(
    private readonly log: Pick<RefusalLog, 'note'>,
    private readonly rehearsals: Pick<RehearsalLog, 'noteDifference' | 'noteUndecided'> = new RehearsalLog(),
  ) {}

  get wantsAllowed(): boolean {
    return decisions.hasSubscribers;
  }

  observe(report: DecisionReport): void {
    // What a subscriber throws, Node reports as an uncaught exception after this.
    if (decisions.hasSubscribers) decisions.publish(corsDecision(report));
    const isAllowed = report.refusal === undefined && report.reported === undefined;
    // A page of the server's own is refused nothing.
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

/** The logger is the application's, and the response is on its way. */
function quietly(note: () => void): void {
  try {
    note();
  } catch {
    // What it throws concerns nobody here.
  }
}
