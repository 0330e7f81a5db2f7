import 'reflect-metadata';
import { startQuickstart } from './quickstart.js';

const { env } = process;
const explorer = env.NODE_ENV !== 'production';

try {
  const quickstart = await startQuickstart({
    platform: env.PLATFORM === 'fastify' ? 'fastify' : 'express',
    apiPort: portFrom('API_PORT', 3000),
    trustedPort: portFrom('TRUSTED_PORT', 4001),
    untrustedPort: portFrom('UNTRUSTED_PORT', 4002),
    explorer,
  });
  console.log(`
  nestjs-cors-policy quickstart, on ${quickstart.platform}

    open        ${quickstart.trusted}   the page on the trusted origin
    or          ${quickstart.untrusted}   the same page on the untrusted origin
    the API     ${quickstart.api}
${explorer ? '    explorer    its address is in the log above\n' : ''}
  Ctrl+C stops the sample.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void quickstart.close());
  }
} catch (error) {
  console.error(
    isPortTaken(error)
      ? `${error.message}\nSet API_PORT, TRUSTED_PORT or UNTRUSTED_PORT to another port, or to 0 for any free port.`
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
    throw new Error(
      `${name} is '${value}', which is not a port. Write a number from 0 to 65535. 0 selects any free port.`,
    );
  }
  return port;
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
