import { Injectable } from '@nestjs/common';

export interface Message {
  from: string;
  /** The origin of the page that it was written on. */
  page: string;
  text: string;
}

const MOST_KEPT = 50;

/** The latest messages. */
@Injectable()
export class Messages {
  private kept: readonly Message[] = [];

  add(message: Message): void {
    this.kept = [...this.kept, message].slice(-MOST_KEPT);
  }

  latest(): readonly Message[] {
    return this.kept;
  }
}
