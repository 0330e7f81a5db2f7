import { type DynamicModule, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { type Defence, isEnforced } from '../defence.js';
import { Ledger } from '../ledger.js';
import { PAGE_ORIGINS, type PageOrigins } from '../origins.js';
import { AccountController } from './account.controller.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';

@Module({})
export class BankModule {
  static for(defence: Defence, pages: PageOrigins, ledger: Ledger, sessions: Sessions): DynamicModule {
    return {
      module: BankModule,
      imports: [
        CorsModule.forRoot({
          defaults: { origin: pages.frontEnd, credentials: true, enforce: isEnforced(defence) },
        }),
      ],
      controllers: [AccountController, SessionController],
      providers: [
        { provide: PAGE_ORIGINS, useValue: pages },
        { provide: Ledger, useValue: ledger },
        { provide: Sessions, useValue: sessions },
      ],
    };
  }
}
