/**
 * The path of a request target as Express reads it: without query and fragment, and of an absolute-form target, whatever its scheme, the
 * part after the host.
 */
export function pathOf(url: string): string {
  const target = before('?', before('#', url));
  if (target.startsWith('/')) return target;
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*)?$/i.exec(target);
  return absolute === null ? target : (absolute[1] ?? '/');
}

/**
 * The paths of a request target: where a host has characters that none can have, Express reads them as the beginning of the path, and Fastify
 * as part of the host.
 */
export function pathsOf(url: string): readonly [path: string, ...others: string[]] {
  const path = pathOf(url);
  if (url.startsWith('/')) return [path];
  const target = before('?', before('#', url));
  const [, authority = '', rest = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/]*)(.*)$/i.exec(target) ?? [];
  const beyond = authority.slice(authority.lastIndexOf('@') + 1).replace(HOST_AND_PORT, '');
  return beyond === '' ? [path] : [path, `/${beyond}${rest}`];
}

const HOST_AND_PORT = /^(?:\[[^\]]*\]|[\w.+-]*)(?::\d*)?/;

function before(mark: string, text: string): string {
  const end = text.indexOf(mark);
  return end === -1 ? text : text.slice(0, end);
}

/** Whether a request target names a path, as all do that routes of Fastify serve; `*` and the like do not. */
export function namesPath(url: string): boolean {
  return url.startsWith('/') || /^https?:\/\//i.test(url);
}
