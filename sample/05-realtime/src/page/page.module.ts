import { type DynamicModule, Module } from '@nestjs/common';
import { PAGE_ORIGINS, type PageOrigins } from '../origins.js';
import { Decisions } from './decisions.js';
import { PageController } from './page.controller.js';

/** Serves the page, in the chat and on the two other origins. */
@Module({})
export class PageModule {
  /** @param origins complete before the first request for a page */
  static for(origins: PageOrigins): DynamicModule {
    return {
      module: PageModule,
      controllers: [PageController],
      providers: [Decisions, { provide: PAGE_ORIGINS, useValue: origins }],
    };
  }
}
