import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, UseGuards } from '@nestjs/common';
import { CorsPolicy } from 'nestjs-cors-policy';
import { SessionGuard } from './session.guard.js';

/** Needs the session's cookie. The origin is not repeated: it comes from the module defaults, field by field. */
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

  /** Wider than its controller by two fields; origin and credentials are inherited. */
  @Patch('theme')
  @CorsPolicy({ allowedHeaders: ['Content-Type', 'If-Match'], exposedHeaders: ['ETag'] })
  @Header('ETag', '"2"')
  changeTheme(@Body() change: Record<string, unknown>) {
    return { theme: 'plain', ...change };
  }

  /** A form-like POST needs no preflight, so a browser delivers it from any page: CORS does not stop CSRF. */
  @Post('notes')
  @HttpCode(201)
  addNote() {
    this.notes += 1;
    return { notes: this.notes };
  }

  /** The same request, but refused by the server itself where the origin is not allowed. */
  @Post('transfers')
  @CorsPolicy({ enforce: true })
  @HttpCode(201)
  transfer() {
    this.transfers += 1;
    return { transfers: this.transfers };
  }

  /** No other origin at all, trusted or not. */
  @Delete('account')
  @CorsPolicy(false)
  closeAccount() {
    return { closed: true };
  }
}
