import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

const COOKIE = 'quickstart_session';
const MOST_OPEN = 100;

/** Sessions kept in memory and named by an HttpOnly cookie. */
@Injectable()
export class Sessions {
  private readonly tokens = new Set<string>();

  /** Opens a session and gives the Set-Cookie value for it. */
  open(): string {
    const token = randomUUID();
    this.tokens.add(token);
    for (const oldest of this.tokens) {
      if (this.tokens.size <= MOST_OPEN) {
        break;
      }
      this.tokens.delete(oldest);
    }
    // Ports do not make a site: the page on another port of localhost is same-site, so Lax cookies travel.
    return `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600`;
  }

  isOpen(cookieHeader: string | undefined): boolean {
    return (cookieHeader ?? '').split(';').some(pair => {
      const [name, token] = pair.trim().split('=');
      return name === COOKIE && token !== undefined && this.tokens.has(token);
    });
  }
}
