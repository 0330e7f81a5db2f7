import { type PathMatching, asCompared, decodedPath, isUnusual, pathReadings } from './path-readings.js';

/** A key of `paths`. */
export interface PathKey {
  /** As written: `/graphql`, `/fonts/*`. */
  readonly key: string;
  /** Whether the path is left to the application. */
  readonly isUnmanaged: boolean;
}

/** The end of a key that covers everything below a path. */
const BELOW = '/*';

/**
 * The maximum length of a path with several readings. Longer ones match every key, so that a client
 * cannot keep the server busy with them.
 */
const LONGEST_UNUSUAL = 2_048;

/**
 * Finds the keys of `paths` for a path. The cost depends on the path, not on the number of keys.
 */
export class PathIndex<Key extends PathKey> {
  private readonly written: KeysByName<Key>;
  /** For readings with decoded escapes. */
  private readonly decoded: KeysByName<Key>;
  /** For a path that is too long to read. */
  private readonly all: readonly (Key | undefined)[];

  constructor(keys: readonly Key[], matching: PathMatching) {
    this.all = [undefined, ...keys];
    this.written = new KeysByName(keys, matching, path => path);
    this.decoded = keys.some(({ key }) => key.includes('%'))
      ? new KeysByName(keys, matching, decodedPath)
      : this.written;
  }

  /**
   * The keys for all readings of a path, each once. It contains `undefined` if a reading has no
   * key.
   *
   * @param others other readings of the target, if software disagrees about where the path begins
   */
  at(path: string, ...others: readonly string[]): readonly (Key | undefined)[] {
    if (others.length === 0 && !isUnusual(path)) return this.written.at(path);
    if (path.length > LONGEST_UNUSUAL) return this.all;
    const found = new Set<Key | undefined>();
    for (const reading of [path, ...others].flatMap(pathReadings)) {
      const names = reading.isDecoded ? this.decoded : this.written;
      for (const key of names.at(reading.path)) found.add(key);
    }
    return [...found];
  }
}

/** Keys by one form of their paths, compared exactly and by the platform's rules. */
class KeysByName<Key extends PathKey> {
  private readonly same: KeyMap<Key>;
  private readonly compared: KeyMap<Key> | undefined;

  constructor(
    keys: readonly Key[],
    private readonly matching: PathMatching,
    formOf: (path: string) => string,
  ) {
    this.same = new KeyMap(keys, formOf);
    if (matching.ignoresCase || matching.ignoresLastSlash)
      this.compared = new KeyMap(keys, path => asCompared(formOf(path), matching));
  }

  at(path: string): readonly (Key | undefined)[] {
    const same = this.same.find(path);
    if (this.compared === undefined) return [same];
    const compared = this.compared.find(asCompared(path, this.matching));
    return compared === same ? [same] : [same, compared];
  }
}

class KeyMap<Key extends PathKey> {
  private readonly exact = new Map<string, Key>();
  private readonly below = new Map<string, Key>();
  private longest = 0;

  constructor(keys: readonly Key[], nameOf: (path: string) => string) {
    // If two keys have the same name, the key with fewer escapes comes last and stays.
    for (const key of keys.toSorted((one, other) => escapesIn(other) - escapesIn(one))) {
      const { path, isPrefix } = partsOf(key.key);
      const name = nameOf(path);
      if (!isPrefix) this.exact.set(name, key);
      else {
        this.below.set(name, key);
        this.longest = Math.max(this.longest, name.length);
      }
    }
  }

  find(path: string): Key | undefined {
    const exact = this.exact.get(path);
    if (exact !== undefined) return exact;
    let found: Key | undefined;
    for (let end = path.indexOf('/'); end !== -1 && end <= this.longest; end = path.indexOf('/', end + 1)) {
      // A trailing slash alone does not lead below a path.
      if (end === path.length - 1) break;
      found = this.below.get(path.slice(0, end)) ?? found;
    }
    return found;
  }
}

function escapesIn({ key }: PathKey): number {
  return key.split('%').length;
}

/** Splits a key into its path and whether it ends with a star. The path of `/*` is empty. */
export function partsOf(key: string): { readonly path: string; readonly isPrefix: boolean } {
  return key.endsWith(BELOW)
    ? { path: key.slice(0, -BELOW.length), isPrefix: true }
    : { path: key, isPrefix: false };
}
