import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule, {
    cors: { origin: process.env.CORS_ORIGIN || 'https://app.example.com', credentials: true },
    bodyParser: true,
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
