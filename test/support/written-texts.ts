import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** A text that a source file can print. */
export interface WrittenText {
  /** With an ellipsis in place of what only running shows. */
  readonly shown: string;
  /** Matches the text with anything in place of that. */
  readonly pattern: RegExp;
}

const PLACEHOLDER = '…';
const TWO_WORDS = /[a-z]+ [a-z]+/i;

/**
 * The sentences and parts of sentences in a source file: every string and template with two words
 * or more. Those that become a property, a variable or a parameter with one of the given names are
 * excluded.
 */
export function writtenTexts(path: string, except: readonly string[]): readonly WrittenText[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
  const parameters = parametersByFunction(file);
  const excepted = exceptedNodes(file, except);
  const texts: WrittenText[] = [];

  const visit = (node: ts.Node): void => {
    // Messages for impossible cases are not in the documentation.
    if (ts.isNewExpression(node) && node.expression.getText() === 'TypeError') return;
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || excepted.has(node)) return;
    const text = textOf(node);
    if (text !== undefined && TWO_WORDS.test(text.shown)) texts.push(text);
    if (!ts.isCallExpression(node)) {
      ts.forEachChild(node, visit);
      return;
    }
    visit(node.expression);
    const names = parameters.get(node.expression.getText()) ?? [];
    node.arguments.filter((_, position) => !except.includes(names[position] ?? '')).forEach(visit);
  };
  visit(file);
  return texts;
}

function parametersByFunction(file: ts.SourceFile): ReadonlyMap<string, readonly string[]> {
  return new Map(
    descendants(file)
      .filter(ts.isFunctionDeclaration)
      .map(({ name, parameters }) => [
        name?.text ?? '',
        parameters.map(parameter => parameter.name.getText()),
      ]),
  );
}

/** Where the names stand, and the functions and variables of the file that are used there. */
function exceptedNodes(file: ts.SourceFile, names: readonly string[]): ReadonlySet<ts.Node> {
  const nodes = descendants(file);
  const named = nodes.filter(node => isNamed(node) && names.includes(node.name.getText()));
  const used = new Set(
    named
      .flatMap(descendants)
      .filter(ts.isIdentifier)
      .map(({ text }) => text),
  );
  const declared = nodes.filter(
    node =>
      (ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node)) &&
      used.has(node.name?.getText() ?? ''),
  );
  return new Set([...named, ...declared]);
}

function isNamed(node: ts.Node): node is ts.PropertyAssignment | ts.VariableDeclaration {
  return ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
}

function textOf(node: ts.Node): WrittenText | undefined {
  if (ts.isStringLiteralLike(node)) return written([node.text]);
  if (!ts.isTemplateExpression(node)) return undefined;
  return written([node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]);
}

function written(parts: readonly string[]): WrittenText {
  const escaped = parts.map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return { shown: parts.join(PLACEHOLDER), pattern: new RegExp(escaped.join('.+').trim()) };
}

function descendants(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, child => void children.push(child, ...descendants(child)));
  return children;
}
