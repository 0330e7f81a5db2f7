import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK_HOST = /^(?:(?:[a-z\d-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;
const PORT = /:\d{1,5}$/;

/** The host of a request as the browser's address bar has it: `localhost:3000`. */
export function hostOf(headers: IncomingHttpHeaders): string {
  const host = headers[':authority'] ?? headers.host;
  return typeof host === 'string' ? host : '';
}

/** The port of a host; an empty string if the host has none. */
export function portOf(host: string): string {
  const [port = ''] = PORT.exec(host) ?? [];
  return port.slice(1);
}

/**
 * Whether a host is a loopback name or address.
 *
 * The check stops DNS rebinding. An attacker's name can resolve to 127.0.0.1. A page with that name
 * is then same-origin with the response and could read it, but its browser sends the attacker's
 * name as `Host`.
 */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/**
 * Whether the host of a request is one of the application's own.
 *
 * @param request of the platform. Its `hostname` follows `X-Forwarded-Host` if the platform trusts
 * the proxy
 * @param hosts without ports, in lower case, an IPv6 address in brackets
 */
export function isOwnHost(request: unknown, headers: IncomingHttpHeaders, hosts: readonly string[]): boolean {
  const name = hostnameIn(request) ?? hostOf(headers).replace(PORT, '');
  // Fastify's hostname has an IPv6 address without brackets.
  return hosts.some(host => [host, host.replace(/^\[|\]$/g, '')].includes(name.toLowerCase()));
}

function hostnameIn(request: unknown): string | undefined {
  if (typeof request !== 'object' || request === null || !('hostname' in request)) return undefined;
  return typeof request.hostname === 'string' ? request.hostname : undefined;
}
