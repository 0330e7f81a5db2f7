import { Controller, Post, Res } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import type { Reply } from './reply.js';
import { Sessions } from './sessions.js';

/** The log-in. It needs no password, because the sample shows only which pages read responses. */
@Controller('session')
@CorsPolicy({ credentials: true })
export class SessionController {
  constructor(private readonly sessions: Sessions) {}

  @Post()
  logIn(@Res({ passthrough: true }) reply: Reply) {
    reply.header('Set-Cookie', this.sessions.open());
    return { user: 'ada' };
  }
}
