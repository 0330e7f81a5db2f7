import { pathToRegexp } from 'path-to-regexp';

/** Whether a controller with a `host` serves a hostname, by the rules of Nest's own filter. */
export type HostFilter = (hostname: string) => boolean;

/**
 * Compiles a controller's `host`: strings in path syntax, or regular expressions. `undefined`
 * without a `host`.
 */
export function hostFilter(hosts: readonly (string | RegExp)[] | undefined): HostFilter | undefined {
  if (hosts === undefined) return undefined;
  const expressions = hosts.map(host => (typeof host === 'string' ? pathToRegexp(host).regexp : host));
  // Nest matches with the same objects. `search` ignores and keeps the `lastIndex` of a global
  // regular expression.
  return hostname => expressions.some(expression => hostname.search(expression) !== -1);
}
