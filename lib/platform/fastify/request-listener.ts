import type { FastifyServer, RequestListener } from './fastify-instance.js';

/** Puts another listener in the place of one; the others stay where they are. Does nothing where there is no such one. */
export function replaceListener(
  server: FastifyServer,
  listener: RequestListener,
  replacement: RequestListener,
): void {
  const listeners = server.rawListeners('request');
  if (!listeners.includes(listener)) return;
  server.removeAllListeners('request');
  for (const other of listeners) server.on('request', other === listener ? replacement : other);
}
