/** Characters that are not literal text in a path of Express or Fastify. */
const SPECIAL = /[:*{}()?+]/;
const PARAMETER = /^:\w+$/;

/** Whether the path of a route matches more than one URL path. */
export function hasParameters(path: string): boolean {
  return SPECIAL.test(path);
}

/** Whether two paths can match the same URL. `true` if that is unknown. */
export function mayOverlap(one: string, other: string): boolean {
  const [a, b] = [segmentsOf(one), segmentsOf(other)];
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const [left, right] = [a[at], b[at]];
    if (isOpenEnded(left) || isOpenEnded(right)) return true;
    if (left === undefined || right === undefined) return false;
    if (left !== right && !PARAMETER.test(left) && !PARAMETER.test(right)) return false;
  }
  return true;
}

/** Whether a key of `paths` covers a path. A path that ends in `/*` means everything below it. */
export function keyCovers(key: string, path: string): boolean {
  if (key === path) return true;
  return key.endsWith('/*') && path.toLowerCase().startsWith(key.slice(0, -1).toLowerCase());
}

function segmentsOf(path: string): string[] {
  return path
    .toLowerCase()
    .split('/')
    .filter(segment => segment !== '');
}

function isOpenEnded(segment: string | undefined): boolean {
  return segment !== undefined && hasParameters(segment) && !PARAMETER.test(segment);
}
