import { type DynamicModule, Module } from '@nestjs/common';
import { CorsModule } from 'nestjs-cors-policy';
import { ChatController } from './chat/chat.controller.js';
import { ChatGateway } from './chat/chat.gateway.js';
import { Messages } from './chat/messages.js';
import { Sessions } from './chat/sessions.js';
import type { PageOrigins } from './origins.js';
import { PageModule } from './page/page.module.js';

@Module({})
export class AppModule {
  static for(origins: PageOrigins): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CorsModule.forRoot({
          policies: {
            // The chat's own page is same-origin, so the policy need not allow it.
            chat: { origin: origins.frontEnd, credentials: true, enforce: true },
          },
        }),
        PageModule.for(origins),
      ],
      controllers: [ChatController],
      providers: [ChatGateway, Messages, Sessions],
    };
  }
}
