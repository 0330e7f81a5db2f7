import 'reflect-metadata';
import { CorsService } from 'nestjs-cors-policy';
import { startFastifySample } from './fastify-sample.js';
import { surface } from './surface.js';

const { PORT } = process.env;

try {
  const sample = await startFastifySample({
    port: Number(PORT ?? 3200),
    logger: ['warn', 'error', 'fatal'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sample.close());
  const routes = sample.app.get(CorsService).routes();
  console.log(`
  nestjs-cors-policy on Fastify

    an API to ask       http://localhost:${sample.port}/api/v1/catalogue

${surface(routes.filter(({ path }) => !path.startsWith('/api/cors-explorer'))).replace(/^/gm, '    ')}

  sample/02-fastify/README.md says what to try with curl. Ctrl+C stops it.
`);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(taken ? `${error.message}\nChoose another port: PORT (0: any free one).` : error);
  process.exitCode = 1;
}
