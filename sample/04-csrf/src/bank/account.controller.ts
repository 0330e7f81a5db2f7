import { Controller, Get, Post, Query, UseGuards } from '@nestjs/common';
import { Ledger } from '../ledger.js';
import { SessionGuard } from './session.guard.js';

/** The account of the logged-in user. The module's defaults are the policy of each bank. */
@Controller('account')
@UseGuards(SessionGuard)
export class AccountController {
  private balance = 1000;

  constructor(private readonly ledger: Ledger) {}

  @Get()
  show(@Query('attempt') attempt?: string) {
    this.ledger.moneyMoved(attempt);
    return { balance: this.balance };
  }

  @Post('transfers')
  transfer(@Query('attempt') attempt?: string) {
    return this.pay(attempt);
  }

  /** An example of a mistake: this GET changes data. None of DEFENCES stops a link to it. */
  @Get('transfers/by-link')
  transferByLink(@Query('attempt') attempt?: string) {
    return this.pay(attempt);
  }

  private pay(attempt: string | undefined) {
    this.ledger.moneyMoved(attempt);
    this.balance -= 10;
    return { transferred: 10, balance: this.balance };
  }
}
