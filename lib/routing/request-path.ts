/** The path of a request target: without query and fragment, and of an absolute-form target the part after the host. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/);
  const target = end === -1 ? url : url.slice(0, end);
  if (target.startsWith('/')) return target;
  const absolute = /^https?:\/\/[^/]*(\/.*)?$/i.exec(target);
  return absolute === null ? target : (absolute[1] ?? '/');
}

/** Whether a request target names a path, as all do that routes serve; `*` and the like do not. */
export function namesPath(url: string): boolean {
  return url.startsWith('/') || pathOf(url).startsWith('/');
}
