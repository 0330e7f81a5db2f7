import { NestFactory } from '@nestjs/core';
import { corsOptions } from './config';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  app.enableCors(corsOptions);

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
