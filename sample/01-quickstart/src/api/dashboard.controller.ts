import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SessionGuard } from './session.guard.js';

/** Needs the session's cookie. The policy inherits its origin from the module defaults. */
@Controller('dashboard')
@CorsPolicy({ credentials: true })
@UseGuards(SessionGuard)
export class DashboardController {
  private notes = 0;
  private transfers = 0;

  @Get()
  show() {
    return { user: 'ada', unread: 3 };
  }

  /** The policy sets two fields of its own, and inherits origin and credentials. */
  @Patch('theme')
  @CorsPolicy({ allowedHeaders: ['Content-Type', 'If-Match'], exposedHeaders: ['ETag'] })
  @Header('ETag', '"2"')
  changeTheme(@Body() change: Record<string, unknown>) {
    return { theme: 'plain', ...change };
  }

  /**
   * Browsers send a form-like POST from all pages, without a preflight. CORS does not prevent CSRF.
   */
  @Post('notes')
  @HttpCode(201)
  addNote() {
    this.notes += 1;
    return { notes: this.notes };
  }

  /** The same request, but the server refuses it if the origin is not allowed. */
  @Post('transfers')
  @CorsPolicy({ enforce: true })
  @HttpCode(201)
  transfer() {
    this.transfers += 1;
    return { transfers: this.transfers };
  }

  /** No other origin has access, trusted or not. */
  @Delete('account')
  @CorsPolicy(false)
  closeAccount() {
    return { closed: true };
  }
}
