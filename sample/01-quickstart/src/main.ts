import 'reflect-metadata';
import { startQuickstart } from './quickstart.js';

const { env } = process;

try {
  const quickstart = await startQuickstart({
    platform: env.PLATFORM === 'fastify' ? 'fastify' : 'express',
    apiPort: portFrom('API_PORT', 3000),
    trustedPort: portFrom('TRUSTED_PORT', 4001),
    untrustedPort: portFrom('UNTRUSTED_PORT', 4002),
    explorer: env.NODE_ENV !== 'production',
  });
  console.log(`
  nestjs-cors-policy quickstart, on ${quickstart.platform}

    open   ${quickstart.trusted}   the page on the trusted origin
    then   ${quickstart.untrusted}   the same page on an untrusted one
    both call the API at ${quickstart.api}
    what it opens   is at the address of the CORS explorer, printed above

  Ctrl+C stops it.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void quickstart.close());
  }
} catch (error) {
  console.error(
    isPortTaken(error)
      ? `${error.message}\nChoose other ports: API_PORT, TRUSTED_PORT, UNTRUSTED_PORT (0: any free one).`
      : error,
  );
  process.exitCode = 1;
}

function portFrom(name: string, otherwise: number): number {
  const value = env[name];
  if (value === undefined || value === '') {
    return otherwise;
  }
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} is '${value}'; write a port from 0 to 65535, 0 for any free one.`);
  }
  return port;
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
