import { type PathMatching, asCompared, pathReadings } from './path-readings.js';

/** A key of `paths`. */
export interface PathKey {
  /** As it was written: `/graphql`, `/fonts/*`. */
  readonly key: string;
  /** Whether the path is left to the application. */
  readonly isUnmanaged: boolean;
}

/** What ends a key for everything below a path. */
const BELOW = '/*';

/** Finds the keys of `paths` for a path. The cost depends on the path and not on the number of keys. */
export class PathIndex<Key extends PathKey> {
  private readonly exact = new Map<string, Key>();
  private readonly below = new Map<string, Key>();
  private readonly folded: PathIndex<Key> | undefined;
  private longest = 0;

  constructor(
    keys: readonly Key[],
    private readonly matching: PathMatching,
    isFolded = false,
  ) {
    for (const key of keys) {
      const { path, isPrefix } = partsOf(key.key);
      const name = isFolded ? asCompared(path, matching) : path;
      if (!isPrefix) this.exact.set(name, key);
      else {
        this.below.set(name, key);
        this.longest = Math.max(this.longest, name.length);
      }
    }
    const folds = matching.ignoresCase || matching.ignoresLastSlash;
    this.folded = folds && !isFolded ? new PathIndex(keys, matching, true) : undefined;
  }

  /** The keys for the readings of a path, each once; `undefined` among them where a reading has none. */
  at(path: string): readonly (Key | undefined)[] {
    const { all, last } = pathReadings(path);
    const first = this.find(path);
    const compared = this.folded === undefined ? first : this.folded.find(asCompared(last, this.matching));
    if (all.length === 1) return compared === first ? [first] : [first, compared];
    return [...new Set([...all.map(reading => this.find(reading)), compared])];
  }

  private find(path: string): Key | undefined {
    const exact = this.exact.get(path);
    if (exact !== undefined) return exact;
    let found: Key | undefined;
    for (let end = path.indexOf('/'); end !== -1 && end <= this.longest; end = path.indexOf('/', end + 1)) {
      // A slash at the end alone does not lead below.
      if (end === path.length - 1) break;
      found = this.below.get(path.slice(0, end)) ?? found;
    }
    return found;
  }
}

/** A key without its star: of everything below `/`, the path is empty. */
export function partsOf(key: string): { readonly path: string; readonly isPrefix: boolean } {
  return key.endsWith(BELOW)
    ? { path: key.slice(0, -BELOW.length), isPrefix: true }
    : { path: key, isPrefix: false };
}
