import { pathToRegexp } from 'path-to-regexp';

/** Tells whether a controller that is bound to hosts serves a hostname, as Nest's own filter does. */
export type HostFilter = (hostname: string) => boolean;

/** Compiles a controller's `host`, strings in path syntax or regular expressions; `undefined` where it has none. */
export function hostFilter(hosts: readonly (string | RegExp)[] | undefined): HostFilter | undefined {
  if (hosts === undefined) return undefined;
  const expressions = hosts.map(host => (typeof host === 'string' ? pathToRegexp(host).regexp : host));
  // Nest matches with these same objects: `search` neither reads nor leaves behind where one with a memory stopped.
  return hostname => expressions.some(expression => hostname.search(expression) !== -1);
}
