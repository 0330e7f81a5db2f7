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

function before(mark: string, text: string): string {
  const end = text.indexOf(mark);
  return end === -1 ? text : text.slice(0, end);
}

/** Whether a request target names a path, as all do that routes of Fastify serve; `*` and the like do not. */
export function namesPath(url: string): boolean {
  return url.startsWith('/') || /^https?:\/\//i.test(url);
}
