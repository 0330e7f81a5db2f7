import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const COOKIE = 'chat_session';
const MOST_OPEN = 100;

/** Sessions kept in memory. */
@Injectable()
export class Sessions {
  private readonly names = new Map<string, string>();

  /** Opens a session, and returns its Set-Cookie value. */
  open(name: string): string {
    const token = randomUUID();
    this.names.set(token, name);
    const [oldest] = this.names.keys();
    if (this.names.size > MOST_OPEN && oldest !== undefined) this.names.delete(oldest);
    return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600`;
  }

  /** @returns the name of the user, or `undefined` without a session */
  nameOf(cookieHeader: string | undefined): string | undefined {
    for (const pair of (cookieHeader ?? '').split(';')) {
      const [cookie, token = ''] = pair.trim().split('=');
      if (cookie === COOKIE) return this.names.get(token);
    }
    return undefined;
  }
}
