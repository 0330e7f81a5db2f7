import { toList } from './list-value.js';

/** A list of header names, for comparison and for sending. */
export interface HeaderNameList {
  /** The names in lower case. */
  readonly names: ReadonlySet<string>;
  /** The names as configured, joined with commas; empty without names. */
  readonly value: string;
}

/**
 * Reads `allowedHeaders` or `exposedHeaders`. Of two spellings of a name, the first one is kept.
 */
export function headerNameList(option: string | readonly string[]): HeaderNameList {
  const spellings = new Map<string, string>();
  for (const name of toList(option)) {
    const key = name.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, name);
  }
  return { names: new Set(spellings.keys()), value: [...spellings.values()].join(',') };
}
