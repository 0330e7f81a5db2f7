import type { Tree } from '@angular-devkit/schematics';
import { ts } from '../syntax/typescript.js';
import type { NestAddOptions } from '../nest-add/options.js';

/** Where an application's files are, as nest-cli.json and `nest add` say. */
export interface ProjectLayout {
  readonly sourceRoot: string;
  /** The name of the file that starts it, without its ending. */
  readonly entryFile: string;
}

export function readLayout(tree: Tree, { sourceRoot, project }: NestAddOptions): ProjectLayout {
  const configuration = readJson(tree, 'nest-cli.json') ?? readJson(tree, '.nestcli.json') ?? {};
  const projects = recordIn(configuration, 'projects');
  const named = project === undefined ? undefined : projects?.[project];
  if (project !== undefined && projects !== undefined && named === undefined) {
    throw new Error(`nest-cli.json has no project ${project}: it has ${Object.keys(projects).join(', ')}.`);
  }
  // The CLI hands over what it does not know as the word.
  const given = sourceRoot === 'undefined' || sourceRoot === '' ? undefined : sourceRoot;
  const folder = textIn(named, 'sourceRoot') ?? given ?? textIn(configuration, 'sourceRoot') ?? 'src';
  const chosen =
    named ?? Object.values(projects ?? {}).find(candidate => textIn(candidate, 'sourceRoot') === folder);
  return {
    sourceRoot: folder.replace(/^\.?\/+|\/+$/g, ''),
    entryFile: textIn(chosen, 'entryFile') ?? textIn(configuration, 'entryFile') ?? 'main',
  };
}

/** A JSON file, with comments and trailing commas as TypeScript and Nest take them. */
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

function textIn(value: unknown, key: string): string | undefined {
  const member = isRecord(value) ? value[key] : undefined;
  return typeof member === 'string' ? member : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
