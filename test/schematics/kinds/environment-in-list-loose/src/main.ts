import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const { ADMIN_ORIGIN } = process.env;
  app.enableCors({
    origin: ['https://app.example.com', process.env.PARTNER_ORIGIN!, ADMIN_ORIGIN as string],
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
