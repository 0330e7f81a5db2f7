import { NestFactory } from '@nestjs/core';
import { ConfigService } from '@nestjs/config';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const configService = app.get(ConfigService);
  // The web shop and the back office.
  app.enableCors({
    origin: configService
      .getOrThrow<string>('CORS_ORIGINS')
      .split(',')
      .map(origin => origin.trim()),
    credentials: configService.get('CORS_CREDENTIALS') === 'true',
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
