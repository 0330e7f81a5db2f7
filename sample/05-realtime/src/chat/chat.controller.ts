import { BadRequestException, Body, Controller, Get, Post, Res, UseGuards } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { type Message, Messages } from './messages.js';
import { SessionGuard } from './session.guard.js';
import { Sessions } from './sessions.js';

/** The method that Express's response and Fastify's reply have in common. */
interface Reply {
  header(name: string, value: string): unknown;
}

@CorsPolicy('chat')
@Controller('chat')
export class ChatController {
  constructor(
    private readonly sessions: Sessions,
    private readonly messages: Messages,
  ) {}

  /** Needs no password, because the sample shows only the requests after the log-in. */
  @Post('session')
  logIn(@Body('name') name: unknown, @Res({ passthrough: true }) reply: Reply): { name: string } {
    if (typeof name !== 'string' || !/^[\p{L}\p{N} ]{1,20}$/u.test(name)) {
      throw new BadRequestException('A name has 1 to 20 letters, digits and spaces');
    }
    reply.header('Set-Cookie', this.sessions.open(name));
    return { name };
  }

  @UseGuards(SessionGuard)
  @Get('messages')
  history(): readonly Message[] {
    return this.messages.latest();
  }
}
