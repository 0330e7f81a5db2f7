import type { Tree } from '@angular-devkit/schematics';
import { join } from 'node:path/posix';
import type { CallExpression, SourceFile } from 'typescript';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import type { ProjectLayout } from './project-layout.js';
import { readSource, sourceTexts } from './source-files.js';

/** The file that starts the application, and the call that makes it. */
export interface ApplicationEntry {
  readonly source: SourceFile;
  readonly create: CallExpression;
}

/** The entry file of the project; else the only file in which `NestFactory.create()` stands. */
export function findEntry(tree: Tree, { sourceRoot, entryFile }: ProjectLayout): ApplicationEntry {
  for (const ending of ['.ts', '.mts', '.cts']) {
    for (const path of [join(sourceRoot, entryFile + ending), entryFile + ending]) {
      const source = readSource(tree, path);
      const entry = source && entryIn(source);
      if (entry !== undefined) return entry;
    }
  }
  const others = [...sourceTexts(tree, sourceRoot)]
    .filter(({ text }) => text.includes('NestFactory'))
    .flatMap(({ path }) => readSource(tree, path) ?? [])
    .flatMap(source => entryIn(source) ?? []);
  const [only, second] = others;
  if (only === undefined) {
    throw new Error(
      `No NestFactory.create() found in ${join(sourceRoot, entryFile)}.ts nor elsewhere in ${sourceRoot}. Name the application with --project, or import CorsModule yourself.`,
    );
  }
  if (second !== undefined) {
    const paths = others.map(({ source }) => source.fileName).join(', ');
    throw new Error(`Several files call NestFactory.create(): ${paths}. Import CorsModule yourself.`);
  }
  return only;
}

function entryIn(source: SourceFile): ApplicationEntry | undefined {
  const calls = [...nodesIn(source)].filter(ts.isCallExpression).filter(isCreate);
  const [create] = calls;
  if (create === undefined) return undefined;
  const roots = new Set(calls.map(call => call.arguments[0]?.getText()));
  if (roots.size > 1) {
    throw new Error(
      `${source.fileName} makes several applications: ${[...roots].join(', ')}. Import CorsModule yourself.`,
    );
  }
  return { source, create };
}

function isCreate({ expression }: CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.name.text === 'create' &&
    expression.expression.getText() === 'NestFactory'
  );
}
