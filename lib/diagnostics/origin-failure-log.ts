import { Logger } from '@nestjs/common';
import type { OriginFailureListener, OriginPredicate } from '../policy/index.js';
import { describeValue } from '../policy/index.js';

/** More causes than this are counted as known: a message that differs with each request must not fill memory or the log. */
const MAX_CAUSES = 100;

/** Logs why predicates and resolvers gave no answer, once for each cause and not for each request. */
export class OriginFailureLog {
  private readonly logger = new Logger('CorsModule');
  private readonly causes = new Set<string>();
  // Weak, since each reload may bring predicates of its own.
  private readonly names = new WeakMap<OriginPredicate, number>();
  private named = 0;

  readonly listener: OriginFailureListener = (predicate, failure) => {
    const text =
      'error' in failure
        ? `failed: ${messageOf(failure.error)}`
        : `answered ${describeValue(failure.answer)}, which is neither true nor false`;
    if (!this.isNew(predicate, text)) return;
    const name = predicate.name === '' ? 'An origin predicate' : `The origin predicate ${predicate.name}`;
    this.logger.error(
      `${name} ${text}. The origin was refused. Further failures of this kind are not logged.`,
    );
  };

  private isNew(predicate: OriginPredicate, text: string): boolean {
    const id = this.names.get(predicate) ?? this.named++;
    this.names.set(predicate, id);
    const cause = `${id} ${text}`;
    if (this.causes.has(cause) || this.causes.size >= MAX_CAUSES) return false;
    this.causes.add(cause);
    return true;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? describeValue(error.message) : describeValue(error);
}
