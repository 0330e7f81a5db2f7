import { Body, Controller, Get, Post, Put, UseGuards, VERSION_NEUTRAL } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SessionGuard } from './session.guard.js';

/**
 * For the shop's own frontend, with its cookie. The policy inherits its origin from the module
 * defaults, and the server refuses all other origins.
 */
@CorsPolicy({ credentials: true, enforce: true })
@UseGuards(SessionGuard)
@Controller({ path: 'dashboard', version: VERSION_NEUTRAL })
export class DashboardController {
  private transfers = 0;

  @Get()
  show() {
    return { user: 'ada', transfers: this.transfers };
  }

  /** Any page can send this request with a form. `enforce` refuses it before the handler. */
  @Post('transfers')
  transfer() {
    this.transfers += 1;
    return { transfers: this.transfers };
  }

  /**
   * The body is a PNG of at most 64 KiB. If Fastify's parser refuses it with 413 or 415, the page
   * can read that response.
   */
  @Put('avatar')
  upload(@Body() image: Buffer) {
    return { bytes: image.length };
  }
}
