import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** The entries of the package, as folders of lib/; '' is the entry `.`. */
export const ENTRIES = ['', 'testing', 'explorer'];

/** The name that an entry's file has without its extension, in each of the builds. */
export const fileOf = entry => join(entry, 'index');

export const declarationsOf = (format, entry) => join(ROOT, 'dist', format, `${fileOf(entry)}.d.ts`);
