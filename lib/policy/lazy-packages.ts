import { createRequire } from 'node:module';
import type * as regexpp from '@eslint-community/regexpp';
import type * as tldts from 'tldts';

// Checks are synchronous, and most applications need neither package: each is loaded when a rule asks for it.
const load = createRequire(import.meta.url);

/** The parser of regular expressions. */
export function loadRegExpParser(): typeof regexpp {
  return load('@eslint-community/regexpp') as typeof regexpp;
}

/** The public suffix list. */
export function loadSuffixList(): typeof tldts {
  return load('tldts') as typeof tldts;
}
