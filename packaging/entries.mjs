import { join, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');

/** The entries of the package, as folders of lib/. '' is the entry `.`. */
export const ENTRIES = ['', 'testing', 'explorer'];

/** The path of an entry's file in each build, without its extension. */
export const fileOf = entry => join(entry, 'index');

export const declarationsOf = (format, entry) => join(ROOT, 'dist', format, `${fileOf(entry)}.d.ts`);
