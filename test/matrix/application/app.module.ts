import { Controller, Get, Header, Inject, Injectable, Module, Put } from '@nestjs/common';
import { type CorsModuleOptions, CorsModule, CorsPolicy, CorsService } from 'nestjs-cors-policy';
import { CorsExplorerModule } from 'nestjs-cors-policy/explorer';
import { APP, PARTNER } from './origins.js';
import { TableModule } from './table.module.js';

@Injectable()
export class Settings {
  readonly cors: CorsModuleOptions = {
    defaults: { origin: APP },
    policies: { partners: { origin: PARTNER, allowedHeaders: ['X-Request-Id'] } },
  };
}

@Module({ providers: [Settings], exports: [Settings] })
export class SettingsModule {}

@CorsPolicy({ origin: APP, credentials: true, exposedHeaders: ['X-Total'] })
@Controller('cats')
export class CatsController {
  constructor(@Inject(CorsService) private readonly cors: CorsService) {}

  @Get()
  @Header('X-Total', '2')
  find(): string[] {
    return this.cors.routes().map(({ handler = '' }) => handler);
  }

  @CorsPolicy('partners', { maxAge: 60, credentials: false })
  @Put(':id')
  replace(): string {
    return 'replaced';
  }
}

@Module({
  imports: [
    CorsModule.forRootAsync({
      imports: [SettingsModule],
      inject: [Settings],
      useFactory: (settings: Settings) => settings.cors,
    }),
    CorsExplorerModule.forRoot(),
    TableModule,
  ],
  controllers: [CatsController],
})
export class AppModule {}
