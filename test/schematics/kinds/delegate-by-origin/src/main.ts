import { NestFactory } from '@nestjs/core';
import cors, { type CorsOptions } from 'cors';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const allowlist = ['https://app.example.com', 'https://admin.example.com'];
  app.use(
    cors((request, callback) => {
      let options: CorsOptions;
      if (allowlist.indexOf(request.headers.origin ?? '') !== -1) {
        options = { origin: true, credentials: true };
      } else {
        options = { origin: false };
      }
      callback(null, options);
    }),
  );

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
