import { Controller, Header, Post, VERSION_NEUTRAL } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SESSION_COOKIE } from './session.guard.js';

/** The log-in. It needs no password, because the sample shows only which pages read responses. */
@CorsPolicy({ credentials: true, enforce: true })
@Controller({ path: 'session', version: VERSION_NEUTRAL })
export class SessionController {
  @Post()
  @Header('Set-Cookie', `${SESSION_COOKIE}; Path=/; HttpOnly; Secure; SameSite=Lax`)
  logIn() {
    return { user: 'ada' };
  }
}
