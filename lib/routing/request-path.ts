/**
 * The path of a request target as Express reads it, without query and fragment. For a target in
 * absolute form, it is the part after the host.
 */
export function pathOf(url: string): string {
  const target = textBefore('?', textBefore('#', url));
  if (target.startsWith('/')) return target;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*)?$/i.exec(target);
  return absolute === null ? target : (absolute[1] ?? '/');
}

/**
 * The possible paths of a request target. If the host contains invalid characters, Express reads
 * them as the start of the path, and Fastify reads them as part of the host.
 */
export function pathsOf(url: string): readonly [path: string, ...others: string[]] {
  const path = pathOf(url);
  if (url.startsWith('/')) return [path];
  const target = textBefore('?', textBefore('#', url));
  const [, authority = '', rest = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)(.*)$/i.exec(target) ?? [];
  const beyond = authority.slice(authority.lastIndexOf('@') + 1).replace(HOST_AND_PORT, '');
  return beyond === '' ? [path] : [path, `/${beyond}${rest}`];
}

const HOST_AND_PORT = /^(?:\[[^\]]*\]|[\w.+-]*)(?::\d*)?/;

function textBefore(mark: string, text: string): string {
  const end = text.indexOf(mark);
  return end === -1 ? text : text.slice(0, end);
}

/**
 * Whether a request target contains a path. Fastify's routes serve only such targets, not `*`.
 */
export function namesPath(url: string): boolean {
  return url.startsWith('/') || /^https?:\/\//i.test(url);
}
