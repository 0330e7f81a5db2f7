import { checkOwnOrigins } from './validation/check-own-origins.js';

/** The origins under which browsers reach an application. */
export interface OwnOrigins {
  readonly origins: ReadonlySet<string>;
  /** Their host names, in lower case and without ports, an IPv6 address in brackets. */
  readonly hosts: ReadonlySet<string>;
}

/** Compiles a value of `ownOrigins`; `undefined` where there is none, or a wrong one, which does not start. */
export function compileOwnOrigins(value: unknown): OwnOrigins | undefined {
  if (checkOwnOrigins(value).length > 0) return undefined;
  const origins = new Set([value].flat().filter(origin => typeof origin === 'string'));
  return { origins, hosts: new Set([...origins].map(origin => new URL(origin).hostname)) };
}

/**
 * Whether the host of a request is one of the application's own. Ports are not compared.
 *
 * @param host as a request names it, with or without a port
 */
export function isOwnHost({ hosts }: OwnOrigins, host: string): boolean {
  return hosts.has(host.replace(/:\d*$/, '').toLowerCase());
}
