import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { CORS_DECISION_CHANNEL, type CorsDecision } from 'nestjs-cors-policy';

const MOST_KEPT = 200;

/** The latest decisions of the chat's policy. A page shows from them why it was refused. */
@Injectable()
export class Decisions implements OnModuleInit, OnModuleDestroy {
  private kept: readonly CorsDecision[] = [];

  /** @param attempt the number that the page adds to the URL */
  of(attempt: string): readonly CorsDecision[] {
    return this.kept.filter(({ url }) => new URLSearchParams(url.split('?')[1]).get('attempt') === attempt);
  }

  onModuleInit(): void {
    subscribe(CORS_DECISION_CHANNEL, this.keep);
  }

  onModuleDestroy(): void {
    unsubscribe(CORS_DECISION_CHANNEL, this.keep);
  }

  private readonly keep = (decision: unknown): void => {
    this.kept = [...this.kept, decision as CorsDecision].slice(-MOST_KEPT);
  };
}
