import { createRequire } from 'node:module';
import type * as regexpp from '@eslint-community/regexpp';
import type * as tldts from 'tldts';

// Most applications need neither package, so each is loaded at its first use. `import()` is not
// possible, because checks are synchronous.
const load = createRequire(import.meta.url);

/** Loads the parser of regular expressions. */
export function loadRegExpParser(): typeof regexpp {
  return load('@eslint-community/regexpp') as typeof regexpp;
}

/** Loads the public suffix list. */
export function loadSuffixList(): typeof tldts {
  return load('tldts') as typeof tldts;
}
