import type { AbstractHttpAdapter } from '@nestjs/core';

/** The origin at which an application listens on this machine; `undefined` where it does not. */
export function serverOrigin(adapter: Pick<AbstractHttpAdapter, 'getHttpServer'>): string | undefined {
  const server: unknown = adapter.getHttpServer();
  if (!isServer(server)) return undefined;
  const address = server.address();
  if (typeof address !== 'object' || address === null || !('port' in address)) return undefined;
  // Of TLS servers alone.
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return new URL(`${scheme}://localhost:${String(address.port)}`).origin;
}

function isServer(value: unknown): value is { address(): unknown } {
  return (
    typeof value === 'object' && value !== null && 'address' in value && typeof value.address === 'function'
  );
}
