import { createHash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';

export const ADMIN_TOKEN = Symbol('admin token');

/** Admits requests that have the token. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(ADMIN_TOKEN) token: string) {
    this.expected = digest(`Bearer ${token}`);
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: { authorization?: string } }>();
    return timingSafeEqual(digest(headers.authorization ?? ''), this.expected);
  }
}

/** The digest has a fixed length, which `timingSafeEqual()` needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
