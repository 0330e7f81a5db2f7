import 'reflect-metadata';
import { startRealtime } from './realtime.js';

const { env } = process;

try {
  const sample = await startRealtime({
    platform: env.PLATFORM === 'fastify' ? 'fastify' : 'express',
    chatPort: portFrom('CHAT_PORT', 3000),
    frontEndPort: portFrom('FRONT_END_PORT', 4001),
    strangerPort: portFrom('STRANGER_PORT', 4002),
    logger: ['warn', 'error', 'fatal'],
  });
  console.log(`
  nestjs-cors-policy, a chat, on ${sample.platform}

    open   ${sample.chat}   the chat, with its page
    then   ${sample.frontEnd}   the same page on an origin that its policy allows
    and    ${sample.stranger}   the same page on an origin that it refuses

  Ctrl+C stops it.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sample.close());
  }
} catch (error) {
  console.error(
    isPortTaken(error)
      ? `${error.message}\nChoose other ports: CHAT_PORT, FRONT_END_PORT, STRANGER_PORT (0: any free one).`
      : error,
  );
  process.exitCode = 1;
}

function portFrom(name: string, otherwise: number): number {
  const value = env[name];
  if (value === undefined || value === '') return otherwise;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${name} is '${value}'; write a port from 0 to 65535, 0 for any free one.`);
  }
  return port;
}

function isPortTaken(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
