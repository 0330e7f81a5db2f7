import 'reflect-metadata';
import { startCsrfSample } from './csrf-sample.js';

const { env } = process;

try {
  const sample = await startCsrfSample({
    platform: env.PLATFORM === 'fastify' ? 'fastify' : 'express',
    bankPort: portFrom('BANK_PORT', 3000),
    pagePort: portFrom('PAGE_PORT', 4001),
    logger: ['warn', 'error', 'fatal'],
  });
  console.log(`
  nestjs-cors-policy, CORS beside CSRF, on ${sample.platform}

    start  ${sample.frontEnd}   the bank's own frontend
    then   ${sample.neighbour}   a neighbour: another origin of the same site
    and    ${sample.stranger}   a stranger: another site

  Ctrl+C stops it.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sample.close());
  }
} catch (error) {
  console.error(
    isPortTaken(error)
      ? `${error.message}\nChoose other ports: BANK_PORT (four from there), PAGE_PORT (three from there); 0: any free ones.`
      : error,
  );
  process.exitCode = 1;
}

function portFrom(name: string, otherwise: number): number {
  const value = env[name];
  if (value === undefined || value === '') return otherwise;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_530) {
    throw new Error(`${name} is '${value}'; write a port from 0 to 65530, 0 for any free ones.`);
  }
  return port;
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
