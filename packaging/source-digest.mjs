// Digests of sources, by which `npm start` knows whether a build is current.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { ROOT } from './entries.mjs';

/** Folders and files that the build of the library reads. */
export const LIBRARY_SOURCES = [
  'lib',
  'schematics',
  'packaging',
  'package-lock.json',
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
];
/** Where a build leaves its digest, from the root. */
export const LIBRARY_DIGEST = join('dist', '.sources');
/** Tests, and files that the build itself writes. */
const NO_SOURCE = /\.spec\.ts$|page-files\.generated\.ts|(^|\/)dist(-[^/]*)?\//;

/** A digest of the names and contents of all sources in folders and files. */
export function digestOf(paths, root = ROOT) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap(path => filesOf(path, root)).sort())
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update('\0');
  return hash.digest('hex');
}

/** Whether a file has a digest. */
export function isCurrent(file, digest) {
  return existsSync(file) && readFileSync(file, 'utf8') === digest;
}

function filesOf(path, root) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll(sep, '/'),
    )
    .filter(name => !NO_SOURCE.test(name));
}
