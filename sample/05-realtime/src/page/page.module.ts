import { type DynamicModule, Module } from '@nestjs/common';
import { PAGE_ORIGINS, type PageOrigins } from '../origins.js';
import { Decisions } from './decisions.js';
import { PageController } from './page.controller.js';

/** The page, in the chat and on the two other origins. */
@Module({})
export class PageModule {
  /** @param origins may be completed until the first page is asked for */
  static for(origins: PageOrigins): DynamicModule {
    return {
      module: PageModule,
      controllers: [PageController],
      providers: [Decisions, { provide: PAGE_ORIGINS, useValue: origins }],
    };
  }
}
