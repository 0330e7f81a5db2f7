import { Module } from '@nestjs/common';
import { AppConfigService } from './app-config.service';

@Module({ providers: [AppConfigService], exports: [AppConfigService] })
export class AppConfigModule {}
