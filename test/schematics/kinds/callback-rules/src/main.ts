import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const corsOrigins = (process.env.CORS_ORIGINS ?? '')
    .split(',')
    .map(origin => origin.trim())
    .filter(Boolean);
  const allowLocalhost = process.env.NODE_ENV !== 'production';
  app.enableCors({
    origin: (origin: string | undefined, callback: (error: Error | null, allow?: boolean) => void) => {
      const allowed =
        !origin ||
        corsOrigins.includes(origin) ||
        (allowLocalhost && /^http:\/\/localhost(:\d+)?$/.test(origin));
      callback(null, allowed);
    },
    credentials: true,
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
