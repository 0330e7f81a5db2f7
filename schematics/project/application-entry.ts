import type { Tree } from '@angular-devkit/schematics';
import { basename, join } from 'node:path/posix';
import type { CallExpression, SourceFile } from 'typescript';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { Project } from './project.js';
import type { ProjectLayout } from './project-layout.js';
import { sourceTexts } from './source-files.js';
import { workspaceProjects } from './workspace-projects.js';

/** The file that starts the application, and the call that creates it. */
export interface ApplicationEntry {
  readonly project: Project;
  readonly source: SourceFile;
  readonly create: CallExpression;
}

const SOURCE_ENDING = /\.[mc]?[jt]s$/;
const ENDINGS = ['.ts', '.mts', '.cts'];

/**
 * The file that creates the application: the entry file, a file that it imports, or the only such
 * file of the project or the workspace.
 */
export function findEntry(tree: Tree, layout: ProjectLayout): ApplicationEntry {
  const project = new Project(tree, layout);
  const main = entryPaths(layout).flatMap(path => project.read(path) ?? []);
  for (const source of main) {
    const entry = entryIn(project, source);
    if (entry !== undefined) return entry;
  }
  const [first] = main;
  const places = [
    // A main.ts may call functions that other files export.
    () =>
      first === undefined ? [] : project.imported(first).flatMap(source => entryIn(project, source) ?? []),
    () => entriesBelow(project, tree, layout.sourceRoot),
    () => workspaceEntries(tree),
  ];
  for (const entriesOf of places) {
    const [only, second, ...others] = entriesOf();
    if (only !== undefined && second === undefined) return only;
    if (only !== undefined && second !== undefined) throw severalEntries([only, second, ...others]);
  }
  throw new Error(
    `No NestFactory.create() found in ${join(layout.sourceRoot, 'main')}.ts nor elsewhere in ${layout.sourceRoot}. Name the application with --project, or import CorsModule yourself.`,
  );
}

/**
 * The possible paths of the entry file. Its configured name may be that of the build output, such
 * as `dist/apps/api/main.js`.
 */
function entryPaths({ sourceRoot, entryFile }: ProjectLayout): string[] {
  const stem = entryFile.replace(SOURCE_ENDING, '');
  const stems = [join(sourceRoot, stem), stem, join(sourceRoot, basename(stem)), join(sourceRoot, 'main')];
  return [...new Set(stems)].flatMap(path => ENDINGS.map(ending => path + ending));
}

function entriesBelow(project: Project, tree: Tree, folder: string): ApplicationEntry[] {
  return [...sourceTexts(tree, folder)]
    .filter(({ text }) => text.includes('NestFactory'))
    .flatMap(({ path }) => project.read(path) ?? [])
    .flatMap(source => entryIn(project, source) ?? []);
}

/** The applications of a workspace whose configuration the Nest CLI does not know. */
function workspaceEntries(tree: Tree): ApplicationEntry[] {
  return workspaceProjects(tree).flatMap(layout => {
    const project = new Project(tree, layout);
    const main = entryPaths(layout)
      .flatMap(path => project.read(path) ?? [])
      .flatMap(source => entryIn(project, source) ?? []);
    return main.length > 0 ? main.slice(0, 1) : entriesBelow(project, tree, layout.sourceRoot);
  });
}

function severalEntries(entries: readonly ApplicationEntry[]): Error {
  const paths = entries.map(({ source }) => source.fileName).join(', ');
  return new Error(
    `Several files call NestFactory.create(): ${paths}. Name the application with --project, or import CorsModule yourself.`,
  );
}

function entryIn(project: Project, source: SourceFile): ApplicationEntry | undefined {
  const calls = [...nodesIn(source)].filter(ts.isCallExpression).filter(isCreate);
  const [create] = calls;
  if (create === undefined) return undefined;
  const roots = new Set(calls.map(call => call.arguments[0]?.getText()));
  if (roots.size > 1) {
    throw new Error(
      `${source.fileName} makes several applications: ${[...roots].join(', ')}. Import CorsModule yourself.`,
    );
  }
  return { project, source, create };
}

function isCreate({ expression }: CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 'create' &&
    expression.expression.getText() === 'NestFactory'
  );
}
