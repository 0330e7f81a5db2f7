import { NestFactory } from '@nestjs/core';
import { AppConfigService } from './config/app-config.service';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const config = app.get(AppConfigService);
  app.enableCors({ origin: config.corsOrigins, credentials: true });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
