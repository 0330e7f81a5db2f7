import { randomUUID } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';

/** The sample has one user with one session, which lasts until the process ends. */
export const SESSION_COOKIE = `shop_session=${randomUUID()}`;

@Injectable()
export class SessionGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: { cookie?: string } }>();
    const cookies = (headers.cookie ?? '').split(';').map(cookie => cookie.trim());
    if (!cookies.includes(SESSION_COOKIE)) throw new UnauthorizedException('Log in first');
    return true;
  }
}
