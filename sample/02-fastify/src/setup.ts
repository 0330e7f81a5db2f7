import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import { VersioningType } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const LARGEST_AVATAR = 64 * 1024;
const PUBLIC = fileURLToPath(new URL('../public/', import.meta.url));

/** The set-up outside the modules. `main.ts` and the command line of the library both need it. */
export async function setup(app: NestFastifyApplication): Promise<void> {
  app.setGlobalPrefix('api');
  app.enableVersioning({ type: VersioningType.URI });
  app.useBodyParser('image/png', { bodyLimit: LARGEST_AVATAR });
  // Fastify's plugins and own routes work beside the module. Its defaults apply to their responses.
  await app.register(helmet);
  app.useStaticAssets({ root: PUBLIC, prefix: '/files/' });
  app
    .getHttpAdapter()
    .getInstance()
    .get('/health', () => ({ status: 'ok' }));
}
