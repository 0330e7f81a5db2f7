import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { OriginFailureListener, OriginPredicate } from '../policy/index.js';
import { type Clock, SYSTEM_CLOCK } from './clock.js';
import { PredicateFailures } from './predicate-failures.js';

/**
 * Logs why predicates and resolvers gave no answer: each cause once, and then a count about once a
 * minute while it lasts. Each predicate has its own log, so that one with many causes does not
 * silence another.
 */
export class OriginFailureLog implements OnApplicationShutdown {
  private readonly logger = new Logger('CorsModule');
  // Weak, because each reload may bring new predicates.
  private readonly byPredicate = new WeakMap<OriginPredicate, PredicateFailures>();
  /** The predicates with failures to report. */
  private readonly counting = new Set<PredicateFailures>();

  constructor(private readonly clock: Clock = SYSTEM_CLOCK) {}

  readonly listener: OriginFailureListener = (predicate, failure) => {
    this.failuresOf(predicate).note(failure);
  };

  onApplicationShutdown(): void {
    for (const failures of this.counting) failures.stop();
  }

  private failuresOf(predicate: OriginPredicate): PredicateFailures {
    let failures = this.byPredicate.get(predicate);
    if (failures === undefined) {
      failures = new PredicateFailures(predicate.name, this.clock, {
        log: line => {
          this.logger.error(line);
        },
        countingChanged: (changed, isCounting) => {
          if (isCounting) this.counting.add(changed);
          else this.counting.delete(changed);
        },
      });
      this.byPredicate.set(predicate, failures);
    }
    return failures;
  }
}
