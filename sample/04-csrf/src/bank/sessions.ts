import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const COOKIE = 'bank_session';
const MOST_OPEN = 100;

/** What a session cookie says of other sites; `unset` leaves it to the browser. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['none', '; SameSite=None; Secure'],
  ['unset', ''],
  ['lax', '; SameSite=Lax'],
  ['strict', '; SameSite=Strict'],
]);

/** Sessions kept in memory. The banks share them, since cookies know hosts and not ports. */
@Injectable()
export class Sessions {
  private readonly tokens = new Set<string>();

  /** Opens a session and gives its Set-Cookie value. An unknown kind of cookie becomes a strict one. */
  open(sameSite: string): string {
    const token = randomUUID();
    this.tokens.add(token);
    const [oldest] = this.tokens;
    if (this.tokens.size > MOST_OPEN && oldest !== undefined) this.tokens.delete(oldest);
    const attribute = ATTRIBUTES.get(sameSite) ?? '; SameSite=Strict';
    return `${COOKIE}=${token}; Path=/; HttpOnly; Max-Age=3600${attribute}`;
  }

  isOpen(cookieHeader: string | undefined): boolean {
    return (cookieHeader ?? '').split(';').some(pair => {
      const [name, token] = pair.trim().split('=');
      return name === COOKIE && token !== undefined && this.tokens.has(token);
    });
  }
}
