import type { Tree } from '@angular-devkit/schematics';
import { join } from 'node:path/posix';
import type { SourceFile } from 'typescript';
import { parse } from '../syntax/parsed-file.js';

const SOURCE = /\.[mc]?ts$/;
const NO_SOURCE = /\.d\.[mc]?ts$|\.(?:spec|test|e2e-spec)\.[mc]?ts$/;

export function readSource(tree: Tree, path: string): SourceFile | undefined {
  const text = tree.read(path)?.toString('utf8');
  return text === undefined ? undefined : parse(path, text);
}

/** The text of each source file below a folder, except tests and installed packages. */
export function* sourceTexts(tree: Tree, folder: string): Generator<{ path: string; text: string }> {
  const directory = tree.getDir(folder);
  for (const file of directory.subfiles) {
    const path = join(folder, file);
    if (!SOURCE.test(file) || NO_SOURCE.test(file)) continue;
    yield { path, text: tree.read(path)?.toString('utf8') ?? '' };
  }
  for (const name of directory.subdirs) {
    if (name !== 'node_modules' && name !== 'dist') yield* sourceTexts(tree, join(folder, name));
  }
}
