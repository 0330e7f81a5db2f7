import { Controller, Header, Post, VERSION_NEUTRAL } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SESSION_COOKIE } from './session.guard.js';

/** The log-in. It asks for no password, since this sample is about who may read the answers. */
@CorsPolicy({ credentials: true, enforce: true })
@Controller({ path: 'session', version: VERSION_NEUTRAL })
export class SessionController {
  @Post()
  @Header('Set-Cookie', `${SESSION_COOKIE}; Path=/; HttpOnly; Secure; SameSite=Lax`)
  logIn() {
    return { user: 'ada' };
  }
}
