/** The differences that a platform ignores when it compares paths. */
export interface PathMatching {
  readonly ignoresCase: boolean;
  readonly ignoresLastSlash: boolean;
}

/** The characters that make a path ambiguous. */
const UNUSUAL = /[%\\;]|\/\/|\/\.\.?(?:\/|$)/;

/** One way to read a path. */
export interface PathReading {
  readonly path: string;
  /** Whether its escapes are decoded. Such a reading is compared with decoded keys. */
  readonly isDecoded: boolean;
}

/** Whether a path can be read in several ways. */
export function isUnusual(path: string): boolean {
  return UNUSUAL.test(path);
}

/**
 * All readings of a path that software before a handler may use. The steps, in this order:
 *
 * 1. decode the escapes, once or twice (Fastify gives a middleware with a path a decoded URL)
 * 2. replace backslashes by slashes
 * 3. cut each segment at its first semicolon
 * 4. join repeated slashes
 * 5. remove dot segments
 *
 * Software may skip any of these steps, so every subset counts. The platform then compares each
 * reading by its own rules, see {@link asCompared}.
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
  // File systems remove the trailing slash too.
  path => withoutDotSegments(path, ''),
];

/** A semicolon may also end the path, as a question mark does. */
function beforeSemicolon(path: string): string {
  const end = path.indexOf(';');
  return end === -1 ? path : path.slice(0, end);
}

/** Decodes escapes once. Invalid escapes stay, and the valid ones beside them are decoded. */
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
 * @param end the text that replaces a dot segment at the end of the path
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
