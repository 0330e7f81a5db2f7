import { toList } from './list-value.js';

/** Header names without regard to case, and with the spelling in which they are sent. */
export interface HeaderNameList {
  /** Lower-case. */
  readonly names: ReadonlySet<string>;
  /** As configured, joined with commas; empty where there are none. */
  readonly value: string;
}

/** Reads `allowedHeaders` or `exposedHeaders`; the first spelling of a name stays. */
export function headerNameList(option: string | readonly string[]): HeaderNameList {
  const spellings = new Map<string, string>();
  for (const name of toList(option)) {
    const key = name.toLowerCase();
    if (!spellings.has(key)) spellings.set(key, name);
  }
  return { names: new Set(spellings.keys()), value: [...spellings.values()].join(',') };
}
