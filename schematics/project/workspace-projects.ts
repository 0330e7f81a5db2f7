import type { Tree } from '@angular-devkit/schematics';
import { basename, join } from 'node:path/posix';
import { type ProjectLayout, readJson, recordIn, textIn } from './project-layout.js';

/** A project of a workspace, of Nx or of the package manager. */
export interface WorkspaceProject extends ProjectLayout {
  /** Its names: in its configuration, in its package, and of its folder. */
  readonly names: readonly string[];
}

const DEEPEST = 3;
const NO_PROJECTS = /^(?:node_modules|dist|build|coverage|src|test)$|^\./;

/** The folders with a project.json or package.json, except the root of the workspace. */
export function workspaceProjects(tree: Tree, folder = '', depth = 0): readonly WorkspaceProject[] {
  if (depth > DEEPEST) return [];
  const own = folder === '' ? undefined : projectIn(tree, folder);
  const inner = tree.getDir(folder === '' ? '/' : folder).subdirs.filter(name => !NO_PROJECTS.test(name));
  const below = inner.flatMap(name => workspaceProjects(tree, join(folder, name), depth + 1));
  return own === undefined ? below : [own, ...below];
}

function projectIn(tree: Tree, root: string): WorkspaceProject | undefined {
  const project = readJson(tree, join(root, 'project.json'));
  const manifest = readJson(tree, join(root, 'package.json'));
  if (project === undefined && manifest === undefined) return undefined;
  const nx = recordIn(manifest, 'nx');
  const names = [textIn(project, 'name'), textIn(nx, 'name'), textIn(manifest, 'name'), basename(root)];
  const targets = recordIn(project, 'targets') ?? recordIn(nx, 'targets');
  const main = textIn(recordIn(recordIn(targets, 'build'), 'options'), 'main');
  return {
    names: names.filter(name => name !== undefined),
    root,
    sourceRoot: textIn(project, 'sourceRoot') ?? textIn(nx, 'sourceRoot') ?? join(root, 'src'),
    entryFile: main ?? 'main',
  };
}
