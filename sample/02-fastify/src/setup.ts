import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import { VersioningType } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const LARGEST_AVATAR = 64 * 1024;
const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));

/** What is said of the application outside its modules: `main.ts` and the command line both need it. */
export async function setup(app: NestFastifyApplication): Promise<void> {
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI });
  app.useBodyParser('image/png', { bodyLimit: LARGEST_AVATAR });
  // Plugins and routes of Fastify's own live beside: the module's defaults hold for what they answer.
  await app.register(helmet);
  app.useStaticAssets({ root: PUBLIC, prefix: '/files/' });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/health', () => ({ status: 'ok' }));
}
