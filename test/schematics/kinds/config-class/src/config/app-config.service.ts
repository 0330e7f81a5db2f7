import { Injectable } from '@nestjs/common';

@Injectable()
export class AppConfigService {
  get corsOrigins(): string[] {
    return (process.env.CORS_ORIGINS ?? '').split(',').filter(origin => origin !== '');
  }
}
