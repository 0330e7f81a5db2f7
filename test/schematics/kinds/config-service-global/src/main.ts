import { NestFactory } from '@nestjs/core';
import { ConfigService } from '@nestjs/config';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const config: ConfigService = app.get(ConfigService);
  const port = config.get<number>('PORT', 3000);

  app.enableCors({ origin: config.get('CORS_ORIGIN', 'https://app.example.com'), credentials: true });
  console.log(`Listens on ${port}`);

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
