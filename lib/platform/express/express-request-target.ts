import type { IncomingMessage } from 'node:http';
import type { NestTarget } from '../../routing/index.js';
import type { ServerLocation } from '../request-facts.js';
import type { ExpressRequest } from './express-instance.js';

/** Where a request goes, by a path of the application's; Express works out a host name only where it is asked for. */
export class ExpressTarget implements NestTarget {
  constructor(
    private readonly request: ExpressRequest,
    readonly url: string,
    /** Absent for a preflight, which does not tell the version. */
    readonly servesVersion?: NestTarget['servesVersion'],
  ) {}

  get hostname(): string {
    return this.request.hostname ?? '';
  }
}

/** Where the application that is about to handle a request is mounted in another one; empty where it is not. */
export function mountOf(request: IncomingMessage & { readonly baseUrl?: string }): string {
  return request.baseUrl ?? '';
}

/** The path that the application's router sees, wherever in it the request is, and whatever a middleware has made of its URL. */
export function pathInApplication(request: ExpressRequest, mount: string): string {
  const { baseUrl = '', originalUrl } = request;
  const path = pathOfUrl(request);
  const taken = baseUrl.slice(mount.length);
  // Where a middleware's own path is all of it, Express leaves a slash that nobody sent.
  const isAdded = taken !== '' && path === '/' && !/^[^?#]*\/(?:[?#]|$)/.test(originalUrl);
  return isAdded ? taken : `${taken}${path}`;
}

/** Express reads a path out of most URLs, and of those that it cannot parse at all it serves none. */
export function pathOfUrl(request: ExpressRequest): string {
  try {
    return request.path ?? '';
  } catch {
    return '';
  }
}

/** Where the server was reached, as Express tells it. */
export function locationOf(request: ExpressRequest): ServerLocation {
  return { protocol: request.protocol, host: request.host ?? '' };
}
