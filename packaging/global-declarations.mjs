import { appendFileSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Appends declarations of the global scope to a file of types, such as the matchers for Jest. API
 * Extractor leaves them out.
 */
export function appendGlobalDeclarations(source, target) {
  const blocks = [...modulesOf(source)].flatMap(file => globalBlocks(file));
  appendFileSync(target, blocks.map(block => `\n${block}\n`).join(''));
}

function modulesOf(source) {
  const files = new Set([source]);
  for (const file of files) {
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      if (fileName.startsWith('.')) files.add(resolve(dirname(file), fileName.replace(/\.js$/, '.d.ts')));
    }
  }
  return files;
}

function globalBlocks(file) {
  const parsed = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022);
  return parsed.statements
    .filter(
      statement => ts.isModuleDeclaration(statement) && statement.flags & ts.NodeFlags.GlobalAugmentation,
    )
    .map(statement => statement.getText(parsed));
}
