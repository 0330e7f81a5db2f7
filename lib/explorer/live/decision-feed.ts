import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CORS_DECISION_CHANNEL, type CorsDecision } from '../../interfaces/index.js';
import { isExplorerHandler } from '../../cors.explorer-handler.js';
import type { LiveDecision, LiveMessage } from '../messages.js';
import { isDecision, liveDecision } from './live-decision.js';

/** How many decisions are kept, hence how many a page sees at once. */
export const KEPT_DECISIONS = 200;
/** How long decisions gather before listeners are told, in milliseconds: a page cannot read faster than this anyway. */
const GATHERING = 150;

/** Is told that there is something new; {@link DecisionFeed.since} has it. */
export type FeedListener = () => void;

/** Keeps the latest decisions of the process, and tells its listeners of new ones. */
@Injectable()
export class DecisionFeed implements OnModuleInit, OnModuleDestroy {
  private readonly kept: LiveDecision[] = [];
  private readonly listeners = new Set<FeedListener>();
  private timer: NodeJS.Timeout | undefined;
  private latest = 0;

  onModuleInit(): void {
    subscribe(CORS_DECISION_CHANNEL, this.receive);
  }

  onModuleDestroy(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.receive);
    clearTimeout(this.timer);
    this.listeners.clear();
  }

  /** What was decided after the decision with this number, as far as it is kept. */
  since(id: number): LiveMessage {
    // A number from before a restart says nothing about this process.
    const after = id > this.latest ? 0 : id;
    const decisions = this.kept.filter(decision => decision.id > after);
    return { decisions, missed: this.latest - after - decisions.length };
  }

  /** @returns what ends it */
  listen(listener: FeedListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private readonly receive = (message: unknown): void => {
    if (!isDecision(message) || isOwn(message)) return;
    this.latest += 1;
    this.kept.push(liveDecision(message, this.latest, Date.now()));
    if (this.kept.length > KEPT_DECISIONS) this.kept.shift();
    if (this.listeners.size > 0) this.timer ??= setTimeout(this.tell, GATHERING).unref();
  };

  private readonly tell = (): void => {
    this.timer = undefined;
    for (const listener of this.listeners) listener();
  };
}

/** Browsers send an `Origin` with the page's own scripts. */
function isOwn({ handlers }: CorsDecision): boolean {
  return handlers.some(isExplorerHandler);
}
