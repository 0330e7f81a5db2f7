import { checkOwnOrigins } from './validation/check-own-origins.js';

/** The origins under which browsers reach an application. */
export interface OwnOrigins {
  readonly origins: ReadonlySet<string>;
  /** The hosts of the origins in lower case, without ports. IPv6 addresses are in brackets. */
  readonly hosts: ReadonlySet<string>;
}

/**
 * Compiles a value of `ownOrigins`; `undefined` if it is absent or wrong. Wrong values are start-up
 * errors.
 */
export function compileOwnOrigins(value: unknown): OwnOrigins | undefined {
  if (checkOwnOrigins(value).length > 0) return undefined;
  const origins = new Set([value].flat().filter(origin => typeof origin === 'string'));
  return { origins, hosts: new Set([...origins].map(origin => new URL(origin).hostname)) };
}

/**
 * Whether the host of a request is a host of `ownOrigins`. Ports are not compared.
 *
 * @param host the host as the request names it, with or without a port
 */
export function isOwnHost({ hosts }: OwnOrigins, host: string): boolean {
  return hosts.has(host.replace(/:\d*$/, '').toLowerCase());
}
