import { NestFactory } from '@nestjs/core';
import { corsOptionsFor } from './cors';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  app.enableCors(corsOptionsFor(process.env.NODE_ENV));

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
