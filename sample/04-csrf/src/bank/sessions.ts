import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const COOKIE = 'bank_session';
const MOST_OPEN = 100;

/** The `SameSite` attribute of a session cookie. `unset` selects the browser's default. */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['none', '; SameSite=None; Secure'],
  ['unset', ''],
  ['lax', '; SameSite=Lax'],
  ['strict', '; SameSite=Strict'],
]);

/** Sessions kept in memory. The banks share them, because cookies do not depend on the port. */
@Injectable()
export class Sessions {
  private readonly tokens = new Set<string>();

  /** Opens a session, and returns its Set-Cookie value. The default for `sameSite` is strict. */
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
