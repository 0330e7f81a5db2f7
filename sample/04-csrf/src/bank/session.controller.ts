import { BadRequestException, Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { PAGE_ORIGINS, type PageOrigins } from '../origins.js';
import { Sessions } from './sessions.js';

/** The method that Express's response and Fastify's reply have in common. */
interface Reply {
  header(name: string, value: string): unknown;
}

/** The log-in. It needs no password, because the sample shows only the requests after it. */
@Controller('session')
@CorsPolicy(false)
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    @Inject(PAGE_ORIGINS) private readonly pages: PageOrigins,
  ) {}

  @Get()
  logIn(
    @Query('cookie') cookie: string,
    @Query('back') back: string,
    @Query('state') state: string,
    @Res({ passthrough: true }) reply: Reply & { status(code: number): unknown },
  ): string {
    if (!Object.values(this.pages).includes(back)) throw new BadRequestException('Unknown page');
    reply.header('Set-Cookie', this.sessions.open(cookie));
    reply.header('Location', `${back}/#${encodeURIComponent(state)}`);
    reply.status(303);
    return '';
  }
}
