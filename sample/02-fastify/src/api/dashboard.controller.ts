import { Body, Controller, Get, Post, Put, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SessionGuard } from './session.guard.js';

/** The shop's own frontend, with its cookie. The origin is that of the defaults; the server refuses every other one itself. */
@CorsPolicy({ credentials: true, enforce: true })
@UseGuards(SessionGuard)
@Controller({ path: 'dashboard', version: VERSION_NEUTRAL })
export class DashboardController {
  private transfers = 0;

  @Get()
  show() {
    return { user: 'ada', transfers: this.transfers };
  }

  /** A form of any page could send this: `enforce` keeps it from the handler. */
  @Post('transfers')
  transfer() {
    this.transfers += 1;
    return { transfers: this.transfers };
  }

  /** A PNG of 64 KiB at most, as it comes. What Fastify's parser refuses, a 413 or a 415, the page can read too. */
  @Put('avatar')
  upload(@Body() image: Buffer) {
    return { bytes: image.length };
  }
}
