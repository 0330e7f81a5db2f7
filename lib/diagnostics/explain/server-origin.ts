import type { AbstractHttpAdapter } from '@nestjs/core';

/**
 * The origin at which an application listens on this machine. `undefined` if it does not listen.
 */
export function serverOrigin(adapter: Pick<AbstractHttpAdapter, 'getHttpServer'>): string | undefined {
  const server: unknown = adapter.getHttpServer();
  if (!isServer(server)) return undefined;
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) return undefined;
  // Only TLS servers have this method.
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return new URL(`${scheme}://localhost:${String(address.port)}`).origin;
}

function isServer(value: unknown): value is { address(): unknown } {
  return (
    typeof value === 'object' && value !== null && 'address' in value && typeof value.address === 'function'
  );
}
