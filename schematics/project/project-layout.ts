import type { Tree } from '@angular-devkit/schematics';
import { dirname } from 'node:path/posix';
import { ts } from '../syntax/typescript.js';
import type { NestAddOptions } from '../nest-add/options.js';
import { workspaceProjects } from './workspace-projects.js';

/**
 * The location of an application's files, by nest-cli.json, the workspace and the options of `nest
 * add`.
 */
export interface ProjectLayout {
  readonly sourceRoot: string;
  /** The folder of the project. Empty if it is the whole workspace. */
  readonly root: string;
  /** The configured name of the file that starts it. It may be that of the build output. */
  readonly entryFile: string;
}

export function readLayout(tree: Tree, { sourceRoot, project }: NestAddOptions): ProjectLayout {
  const configuration = readJson(tree, 'nest-cli.json') ?? readJson(tree, '.nestcli.json') ?? {};
  const projects = recordIn(configuration, 'projects') ?? {};
  const named = project === undefined ? undefined : projects[project];
  if (project !== undefined && named === undefined) return workspaceLayout(tree, project, projects);
  // For an unknown value, the CLI passes the string 'undefined'.
  const given = sourceRoot === 'undefined' || sourceRoot === '' ? undefined : sourceRoot;
  const folder = textIn(named, 'sourceRoot') ?? given ?? textIn(configuration, 'sourceRoot') ?? 'src';
  const chosen = named ?? Object.values(projects).find(other => textIn(other, 'sourceRoot') === folder);
  const cleaned = folder.replace(/^\.?\/+|\/+$/g, '');
  const root = textIn(chosen, 'root') ?? parentOf(cleaned);
  return {
    sourceRoot: cleaned,
    root: root.replace(/^\.?\/+|\/+$/g, ''),
    entryFile: textIn(chosen, 'entryFile') ?? textIn(configuration, 'entryFile') ?? 'main',
  };
}

/** A project that is not in nest-cli.json: a project of Nx, or a folder of the workspace. */
function workspaceLayout(tree: Tree, project: string, known: Record<string, unknown>): ProjectLayout {
  const projects = workspaceProjects(tree);
  const found = projects.find(({ names }) => names.includes(project));
  if (found !== undefined) return found;
  const names = [...Object.keys(known), ...projects.flatMap(({ names: [name] }) => name ?? [])];
  const list = names.length === 0 ? 'none was found' : `there are ${[...new Set(names)].join(', ')}`;
  throw new Error(`No project is called ${project}: ${list}.`);
}

function parentOf(folder: string): string {
  const parent = dirname(folder);
  return parent === '.' ? '' : parent;
}

/** A JSON file. Comments and trailing commas are allowed, as in TypeScript and Nest. */
export function readJson(tree: Tree, path: string): Record<string, unknown> | undefined {
  const text = tree.read(path)?.toString('utf8');
  if (text === undefined) return undefined;
  const parsed: { config?: unknown } = ts.parseConfigFileTextToJson(path, text);
  return isRecord(parsed.config) ? parsed.config : undefined;
}

export function recordIn(value: unknown, key: string): Record<string, unknown> | undefined {
  const member = isRecord(value) ? value[key] : undefined;
  return isRecord(member) ? member : undefined;
}

export function textIn(value: unknown, key: string): string | undefined {
  const member = isRecord(value) ? value[key] : undefined;
  return typeof member === 'string' ? member : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
