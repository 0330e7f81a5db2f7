import { NestFactory } from '@nestjs/core';
import { ConfigService } from '@nestjs/config';
import type { Configuration } from './config/configuration';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const config = app.get(ConfigService<Configuration, true>);
  app.enableCors({
    origin: config.get('cors.origins', { infer: true }),
    credentials: config.get('cors.credentials', { infer: true }),
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
