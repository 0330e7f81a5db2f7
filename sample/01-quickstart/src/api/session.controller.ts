import { Controller, Post, Res } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import type { Reply } from './reply.js';
import { Sessions } from './sessions.js';

/** The log-in. It asks for no password, since this sample is about who may read the answers. */
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
