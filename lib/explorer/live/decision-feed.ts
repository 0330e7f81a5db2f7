import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CORS_DECISION_CHANNEL, type CorsDecision } from '../../interfaces/index.js';
import { isExplorerHandler } from '../../cors.explorer-handler.js';
import type { LiveDecision, LiveMessage } from '../messages.js';
import { isDecision, liveDecision } from './live-decision.js';

/** How many decisions are kept, which is how many a page shows. */
export const KEPT_DECISIONS = 200;
/** How long decisions are collected before listeners are called, in milliseconds. */
const GATHERING = 150;

/** Is called when there are new decisions. {@link DecisionFeed.since} has them. */
export type FeedListener = () => void;

/** Keeps the latest decisions of the process, and calls its listeners for new ones. */
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

  /** The kept decisions after the one with this number. */
  since(id: number): LiveMessage {
    // A larger number comes from before a restart.
    const after = id > this.latest ? 0 : id;
    const decisions = this.kept.filter(decision => decision.id > after);
    return { decisions, missed: this.latest - after - decisions.length };
  }

  /** @returns a function that removes the listener */
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

/** The page's own requests have an `Origin`, since browsers load module scripts with CORS. */
function isOwn({ handlers }: CorsDecision): boolean {
  return handlers.some(isExplorerHandler);
}
