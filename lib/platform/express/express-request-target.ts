import type { IncomingMessage } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import type { ServerLocation } from '../../exchange/index.js';
import type { ExpressRequest } from './express-instance.js';

/**
 * Where a request goes inside the application. Express computes the hostname only when it is read.
 */
export class ExpressTarget implements NestTarget {
  constructor(
    private readonly request: ExpressRequest,
    readonly url: string,
    /** Absent for a preflight, which does not carry the version. */
    readonly servesVersion?: NestTarget['servesVersion'],
  ) {}

  get hostname(): string {
    return this.request.hostname ?? '';
  }
}

/**
 * Where the application that is about to handle a request is mounted. Empty if it is not mounted.
 */
export function mountOf(request: IncomingMessage & { readonly baseUrl?: string }): string {
  return request.baseUrl ?? '';
}

/**
 * The path that the application's router sees. It is the same at any depth of routers, and it
 * reflects URLs that middleware has rewritten.
 */
export function pathInApplication(request: ExpressRequest, mount: string): string {
  const { baseUrl = '', originalUrl } = request;
  const path = pathOfUrl(request);
  const taken = baseUrl.slice(mount.length);
  // If the path of a middleware is the whole path, Express adds a slash that the client did not
  // send.
  const isAdded = taken !== '' && path === '/' && !/^[^?#]*\/(?:[?#]|$)/.test(originalUrl);
  return isAdded ? taken : `${taken}${path}`;
}

/** Express throws for a URL that it cannot parse, and serves no route for it. */
export function pathOfUrl(request: ExpressRequest): string {
  try {
    return request.path ?? '';
  } catch {
    return '';
  }
}

/** Where the client reached the server, according to Express. */
export function locationOf(request: ExpressRequest): ServerLocation {
  return { protocol: request.protocol, host: request.host ?? '' };
}
