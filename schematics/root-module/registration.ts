import type { Tree } from '@angular-devkit/schematics';
import type { SourceFile } from 'typescript';
import type { ProjectLayout } from '../project/project-layout.js';
import { readSource, sourceTexts } from '../project/source-files.js';
import { nodesIn } from '../syntax/parsed-file.js';
import { ts } from '../syntax/typescript.js';
import { importedAs, PACKAGE } from './package-names.js';

/** The file that already imports the module. A second import would be an error at start-up. */
export function findRegistration(
  tree: Tree,
  { sourceRoot }: ProjectLayout,
  root: SourceFile,
): string | undefined {
  if (registers(root)) return root.fileName;
  for (const { path, text } of sourceTexts(tree, sourceRoot)) {
    const source = text.includes(PACKAGE) ? readSource(tree, path) : undefined;
    if (source !== undefined && registers(source)) return path;
  }
  return undefined;
}

function registers(source: SourceFile): boolean {
  const name = importedAs(source, 'CorsModule');
  return [...nodesIn(source)].some(
    node =>
      ts.isPropertyAccessExpression(node) &&
      node.expression.getText() === name &&
      /^forRoot(?:Async)?$/.test(node.name.text),
  );
}
