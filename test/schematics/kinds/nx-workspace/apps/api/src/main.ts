import { NestFactory } from '@nestjs/core';
import { ALLOWED_ORIGINS } from '@shop/shared';
import { AppModule } from './app/app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  app.setGlobalPrefix('api');
  app.enableCors({ origin: ALLOWED_ORIGINS, credentials: true });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
