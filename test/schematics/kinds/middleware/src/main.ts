import { NestFactory } from '@nestjs/core';
import cors from 'cors';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  app.use(
    cors({
      origin: ['https://app.example.com'],
      credentials: true,
      exposedHeaders: ['X-Total'],
    }),
  );

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
