/** What a platform takes for the same path. */
export interface PathMatching {
  readonly ignoresCase: boolean;
  readonly ignoresLastSlash: boolean;
}

/** What some reading changes. */
const UNUSUAL = /[%\\;]|\/\/|\/\.\.?(?:\/|$)/;

/**
 * The readings of a path that software in front of a handler may take. Each one goes on from the one before: as it arrived, decoded once, with
 * backslashes as slashes, each segment without what follows its first semicolon, with slashes joined, and without dot segments. The platform
 * compares the last one in its own way: {@link asCompared}.
 *
 * @returns all of them, the last one apart; mostly there is only the path itself
 */
export function pathReadings(path: string): { readonly all: readonly string[]; readonly last: string } {
  if (!UNUSUAL.test(path)) return { all: [path], last: path };
  const all = [path];
  let last = path;
  for (const read of READINGS) {
    last = read(last);
    all.push(last);
  }
  return { all, last };
}

/** The form in which a platform compares paths. */
export function asCompared(path: string, { ignoresCase, ignoresLastSlash }: PathMatching): string {
  const folded = ignoresCase ? path.toLowerCase() : path;
  return ignoresLastSlash && folded.length > 1 && folded.endsWith('/') ? folded.slice(0, -1) : folded;
}

const READINGS: readonly ((path: string) => string)[] = [
  decoded,
  path => path.replaceAll('\\', '/'),
  path => path.replace(/;[^/]*/g, ''),
  path => path.replace(/\/{2,}/g, '/'),
  withoutDotSegments,
];

/** Also of what stands between escapes that cannot be decoded. */
function decoded(path: string): string {
  return path.replace(/(?:%[\da-f]{2})+/gi, escapes => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%[0-7][\da-f]/gi, escape => decodeURIComponent(escape));
    }
  });
}

/** https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4 */
function withoutDotSegments(path: string): string {
  const segments: string[] = [];
  const all = path.split('/').slice(1);
  for (const segment of all) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  const last = all.at(-1);
  const endsOpen = last === '.' || last === '..';
  return `/${segments.join('/')}${endsOpen && segments.length > 0 ? '/' : ''}`;
}
