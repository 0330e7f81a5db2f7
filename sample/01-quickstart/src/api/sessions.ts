import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const COOKIE = 'quickstart_session';
const MOST_OPEN = 100;

/** Sessions kept in memory and named by an HttpOnly cookie. */
@Injectable()
export class Sessions {
  private readonly tokens = new Set<string>();

  /** Opens a session, and returns its Set-Cookie value. */
  open(): string {
    const token = randomUUID();
    this.tokens.add(token);
    for (const oldest of this.tokens) {
      if (this.tokens.size <= MOST_OPEN) {
        break;
      }
      this.tokens.delete(oldest);
    }
    // A site does not depend on the port. The pages on other ports of localhost are same-site, so
    // browsers send Lax cookies.
    return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600`;
  }

  isOpen(cookieHeader: string | undefined): boolean {
    return (cookieHeader ?? '').split(';').some(pair => {
      const [name, token] = pair.trim().split('=');
      return name === COOKIE && token !== undefined && this.tokens.has(token);
    });
  }
}
