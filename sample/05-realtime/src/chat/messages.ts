import { Injectable } from '@nestjs/common';

export interface Message {
  number: number;
  from: string;
  /** The origin of the page on which the user wrote the message. */
  page: string;
  text: string;
}

const MOST_KEPT = 50;

/** The latest messages. */
@Injectable()
export class Messages {
  private kept: readonly Message[] = [];
  private count = 0;

  add(message: Omit<Message, 'number'>): Message {
    const added = { number: ++this.count, ...message };
    this.kept = [...this.kept, added].slice(-MOST_KEPT);
    return added;
  }

  latest(): readonly Message[] {
    return this.kept;
  }
}
