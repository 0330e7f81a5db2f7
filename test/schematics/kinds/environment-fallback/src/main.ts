import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const origins = process.env.CORS_ORIGINS
    ? process.env.CORS_ORIGINS.split(',')
    : ['https://app.example.com'];
  app.enableCors({ origin: origins, credentials: true });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
