import { NestFactory } from '@nestjs/core';
import type { CorsOptions } from '@nestjs/common/interfaces/external/cors-options.interface';
import type { Request } from 'express';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  app.enableCors((request: Request, callback: (error: Error | null, options: CorsOptions) => void) => {
    if (request.url.startsWith('/public')) {
      callback(null, { origin: '*' });
    } else {
      callback(null, { origin: ['https://app.example.com'], credentials: true });
    }
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
