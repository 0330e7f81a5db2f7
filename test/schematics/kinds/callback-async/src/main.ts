import { NestFactory } from '@nestjs/core';
import { TenantsService } from './tenants/tenants.service';
import { AppModule } from './app.module';

async function bootstrap() {
  const app = await NestFactory.create(AppModule);

  const tenants = app.get(TenantsService);
  app.enableCors({
    origin: async (origin: string | undefined, callback: (error: Error | null, allow?: boolean) => void) => {
      if (!origin) return callback(null, true);
      const allowed = await tenants.isAllowed(origin);
      callback(null, allowed);
    },
    credentials: true,
  });

  await app.listen(process.env.PORT ?? 3000);
}
void bootstrap();
