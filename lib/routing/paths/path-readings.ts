/** What a platform takes for the same path. */
export interface PathMatching {
  readonly ignoresCase: boolean;
  readonly ignoresLastSlash: boolean;
}

/** What some reading changes. */
const UNUSUAL = /[%\\;]|\/\/|\/\.\.?(?:\/|$)/;

/** One way to read a path. */
export interface PathReading {
  readonly path: string;
  /** Whether its escapes are decoded: then the keys are compared decoded as well. */
  readonly isDecoded: boolean;
}

/** Whether a path has more readings than itself. */
export function isUnusual(path: string): boolean {
  return UNUSUAL.test(path);
}

/**
 * The readings of a path that software in front of a handler may take: as it arrived, decoded once, decoded again (a middleware of Fastify's with
 * a path of its own gets a URL that is decoded already), with backslashes as slashes, each segment without what follows its first semicolon,
 * with slashes joined, and without dot segments. Software takes some of these steps and leaves out others, so every selection of them
 * counts, in this order. The platform compares each one in its own way: {@link asCompared}.
 *
 * @returns the path itself first, and each reading once
 */
export function pathReadings(path: string): readonly PathReading[] {
  const written = [path, beforeSemicolon(path)];
  const once = written.map(decodedPath);
  const raw = readingsBy(STEPS, written);
  const plain = readingsBy(STEPS, [...once, ...once.map(decodedPath)]);
  return [
    ...Array.from(raw, each => ({ path: each, isDecoded: false })),
    ...Array.from(plain, each => ({ path: each, isDecoded: true })),
  ];
}

function readingsBy(steps: readonly ((path: string) => string)[], paths: Iterable<string>): Set<string> {
  const readings = new Set(paths);
  for (const step of steps) for (const reading of [...readings]) readings.add(step(reading));
  return readings;
}

/** The form in which a platform compares paths. */
export function asCompared(path: string, { ignoresCase, ignoresLastSlash }: PathMatching): string {
  const folded = ignoresCase ? path.toLowerCase() : path;
  return ignoresLastSlash && folded.length > 1 && folded.endsWith('/') ? folded.slice(0, -1) : folded;
}

const STEPS: readonly ((path: string) => string)[] = [
  path => path.replaceAll('\\', '/'),
  path => path.replace(/;[^/]*/g, ''),
  path => path.replace(/\/{2,}/g, '/'),
  path => withoutDotSegments(path, '/'),
  // As file systems do.
  path => withoutDotSegments(path, ''),
];

/** A semicolon may also end the path, as a question mark does. */
function beforeSemicolon(path: string): string {
  const end = path.indexOf(';');
  return end === -1 ? path : path.slice(0, end);
}

/** With its escapes decoded once, also where others beside them cannot be. */
export function decodedPath(path: string): string {
  return path.replace(/(?:%[\da-f]{2})+/gi, escapes => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.replace(/%[0-7][\da-f]/gi, escape => decodeURIComponent(escape));
    }
  });
}

/**
 * https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4
 *
 * @param end what is left of a dot segment at the end
 */
function withoutDotSegments(path: string, end: string): string {
  const segments: string[] = [];
  const all = path.split('/').slice(1);
  for (const segment of all) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  const last = all.at(-1);
  const endsOpen = last === '.' || last === '..';
  return `/${segments.join('/')}${endsOpen && segments.length > 0 ? end : ''}`;
}
