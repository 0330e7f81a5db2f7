import type { Tree } from '@angular-devkit/schematics';
import { dirname, join } from 'node:path/posix';
import { type ProjectLayout, readJson, recordIn, textIn } from './project-layout.js';

const DEEPEST = 5;

/** The possible paths of a specifier by `paths` and `baseUrl` of the project's tsconfig files. */
export function pathAliases(tree: Tree, { root }: ProjectLayout, specifier: string): string[] {
  const names = ['tsconfig.app.json', 'tsconfig.json', 'tsconfig.base.json'];
  const folders = root === '' ? [''] : [root, ''];
  const files = folders.flatMap(folder => names.map(name => join(folder, name)));
  return [...new Set(files.flatMap(file => targetsIn(tree, file, specifier, 0)))];
}

function targetsIn(tree: Tree, file: string, specifier: string, depth: number): string[] {
  const configuration = depth > DEEPEST ? undefined : readJson(tree, file);
  if (configuration === undefined) return [];
  const folder = dirname(file);
  const compilerOptions = recordIn(configuration, 'compilerOptions');
  const base = join(folder, textIn(compilerOptions, 'baseUrl') ?? '.');
  const mapped = Object.entries(recordIn(compilerOptions, 'paths') ?? {}).flatMap(([pattern, targets]) =>
    mappedBy(pattern, targets, specifier),
  );
  const parent = textIn(configuration, 'extends');
  const inherited =
    parent?.startsWith('.') === true
      ? targetsIn(tree, withEnding(join(folder, parent)), specifier, depth + 1)
      : [];
  // `src/app.module`: Nest's own projects import from their root.
  return [...[...mapped, specifier].map(target => join(base, target)), ...inherited];
}

function mappedBy(pattern: string, targets: unknown, specifier: string): string[] {
  const [before = '', after] = pattern.split('*');
  const matches =
    after === undefined
      ? specifier === pattern
      : specifier.startsWith(before) && specifier.endsWith(after) && specifier.length >= pattern.length - 1;
  if (!matches) return [];
  const rest = after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
  const list: unknown[] = Array.isArray(targets) ? targets : [];
  return list.filter(target => typeof target === 'string').map(target => target.replace('*', rest));
}

function withEnding(path: string): string {
  return path.endsWith('.json') ? path : `${path}.json`;
}
