import { NestFactory } from '@nestjs/core';
import { Logger } from '@nestjs/common';
import { isPartner } from './partners';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const logger = new Logger('CORS');
  app.enableCors({
    origin: function (origin: string | undefined, callback: (error: Error | null, allow?: boolean) => void) {
      if (!origin) return callback(null, true);
      const host = new URL(origin).hostname;
      if (host === 'example.com' || host.endsWith('.example.com')) {
        return callback(null, true);
      }
      if (isPartner(host)) return callback(null, true);
      logger.warn(`Blocked ${origin}`);
      return callback(new Error('Not allowed by CORS'), false);
    },
    credentials: true,
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
